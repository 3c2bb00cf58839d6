package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// replay runs a line of testdata/cases/table.tsv, and says what is not as it should be.
func replay(t *testing.T, line string) (fault string) {
	t.Helper()
	f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
	require.Len(t, f, 5, line)
	args := strings.Fields(f[2])
	for i, arg := range args {
		args[i] = strings.NewReplacer("FILE", "testdata/cases/"+f[1], "FOLDER", t.TempDir()).Replace(arg)
	}
	out, messages, status := here(args...)
	if strconv.Itoa(status) != f[3] {
		return fmt.Sprintf("status %d: %s", status, messages)
	}
	for word := range strings.SplitSeq(f[4], "|") {
		if !strings.Contains(out+messages, strings.TrimSpace(word)) {
			return fmt.Sprintf("%q is not in %s", strings.TrimSpace(word), out+messages)
		}
	}
	return ""
}

// Records that users have met elsewhere are answered as the table says.
func TestCases(t *testing.T) {
	table, err := os.ReadFile("testdata/cases/table.tsv")
	require.NoError(t, err)
	_, lines, _ := strings.Cut(string(table), "\n")
	for line := range strings.Lines(lines) {
		require.Empty(t, replay(t, line), line)
	}
	require.Contains(t, replay(t, "99c\t99c-empty.txt\tFILE\t0\tno results"), "status 2: ", "another status is seen")
	require.Contains(t, replay(t, "99c\t99c-empty.txt\tFILE\t2\t:2: no results"), "is not in ", "another place is seen")
}
