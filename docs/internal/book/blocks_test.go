package book

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBetween(t *testing.T) {
	lines := []string{"head", "b", "a", "", "b", "tail", "b"}
	patterns := func(words ...string) (all []*regexp.Regexp) {
		for _, word := range words {
			all = append(all, regexp.MustCompile(word))
		}
		return all
	}
	found, err := between(lines, patterns("^a", "^b"))
	require.NoError(t, err)
	require.Equal(t, []string{"a", "", "b"}, found, "the next last line, not one before the first")
	_, err = between(lines, patterns("tail", "^a"))
	require.EqualError(t, err, "the last line does not come after the first")
	_, err = between(lines, patterns("a"))
	require.EqualError(t, err, "want two patterns: those of the first and the last line")

	_, err = compileAll("f", "a\nb", []string{"/a/", "/c/"})
	require.EqualError(t, err, "no line of f matches /c/")
}
