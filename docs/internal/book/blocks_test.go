package book

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLinesBetweenPatterns(t *testing.T) {
	const text = "head\nb\na\n\nb\ntail\nb\n"
	for words, want := range map[[2]string]span{{"/^a/", "/^b/"}: {3, 5}, {"/a/", "/a/"}: {1, 1}} {
		found, err := within(text, span{1, 7}, words[:])
		require.NoError(t, err)
		require.Equal(t, want, found, "the next last line, not one before the first")
	}
	for want, words := range map[string][]string{"f: no line matches /^a/": {"lines", "/tail/", "/^a/"}, "no line of f matches /c/": {"/a/", "/c/"},
		"f: want lines /first/ /last/, or lines /one/": {"lines"}} {
		_, err := chosen("f", text, words)
		require.EqualError(t, err, want)
	}
}
