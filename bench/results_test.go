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
func printed(t *testing.T, flags ...string) string { return printedOf(t, committed, flags...) }

// printedOf returns the command's report on a record.
func printedOf(t *testing.T, record string, flags ...string) string {
	t.Helper()
	out, messages, status := here(append(flags, record+".raw.gz")...)
	require.Equal(t, cli.ExitOK, status, messages)
	return out
}

// The committed reports belong to the committed records, so any doubtful figure can
// be computed anew.
func TestCommittedReportsAreThoseOfTheirRecords(t *testing.T) {
	for record, rounds := range map[string]string{committed: ": 20 rounds", "results/2026-12-01-peers": ": 12 rounds"} {
		want, err := os.ReadFile(record + ".txt")
		require.NoError(t, err)
		got := printedOf(t, record)
		require.Equal(t, strings.Split(string(want), "\n"), strings.Split(got, "\n"))
		require.Contains(t, got, rounds)
	}
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
