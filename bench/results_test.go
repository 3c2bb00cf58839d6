package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// committed is the record that the README and the figures show.
const committed = "results/2026-11-26-bench"

// printed returns the command's report on the committed record.
func printed(t *testing.T, flags ...string) string {
	t.Helper()
	out, messages, status := here(append(flags, committed+".raw.gz")...)
	require.Equal(t, cli.ExitOK, status, messages)
	return out
}

// The committed report belongs to the committed record, so any doubtful figure can
// be computed anew.
func TestCommittedReportIsThatOfItsRecord(t *testing.T) {
	want, err := os.ReadFile(committed + ".txt")
	require.NoError(t, err)
	require.Equal(t, strings.Split(string(want), "\n"), strings.Split(printed(t), "\n"))
	require.Contains(t, printed(t), ": 20 rounds")
}

func TestCommittedFiguresAreThoseOfTheRecord(t *testing.T) {
	folder := t.TempDir()
	printed(t, "-svg", folder)
	for _, d := range drawings {
		drawn, err := os.ReadFile(filepath.Join(folder, d.name+".svg"))
		require.NoError(t, err)
		want, err := os.ReadFile("results/" + d.name + ".svg")
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, drawn), "%s: go run ./bench -svg bench/results bench/%s.raw.gz", d.name, committed)
	}
}

// The marks between which the README has the table, and how it is written anew.
const tableBegins, tableEnds = "<!-- performance, by go run ./bench -markdown bench/" + committed + ".raw.gz -->\n", "<!-- performance ends -->\n"

// quotedTable returns the table between the marks of a page.
func quotedTable(page string) string {
	_, rest, _ := strings.Cut(page, tableBegins)
	table, _, _ := strings.Cut(rest, tableEnds)
	return table
}

func TestTableOfTheREADMEIsThatOfTheRecord(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	want := printed(t, "-markdown")
	require.Equal(t, want, quotedTable(string(page)))
	edited := strings.Replace(string(page), " GFLOP/s |", "1 GFLOP/s |", 1)
	require.NotEqual(t, want, quotedTable(edited), "another figure is seen")

	front, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	_, row, found := strings.Cut(want, "| the paper's training step")
	require.True(t, found)
	cells := strings.Split(row, " | ")
	require.Contains(t, string(front), "takes "+cells[4]+" where naive loops\ntake "+cells[1]+".")
}
