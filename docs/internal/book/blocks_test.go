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
	_, err := within(text, span{1, 7}, []string{"/tail/", "/^a/"})
	require.EqualError(t, err, "no line matches /^a/")
	_, err = within(text, span{1, 7}, nil)
	require.EqualError(t, err, "want lines /first/ /last/, or lines /one/")

	_, err = chosen("f", "a\nb", []string{"/a/", "/c/"})
	require.EqualError(t, err, "no line of f matches /c/")
}
