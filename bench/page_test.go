package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reached reads a report of bench/peers and returns, for each type and shape, the median
// ratio to OpenBLAS and the share of the ceiling.
func reached(t *testing.T, name string) map[string][2]string {
	t.Helper()
	report, err := os.ReadFile("results/" + name)
	require.NoError(t, err)
	found := map[string][2]string{}
	element := ""
	row := regexp.MustCompile(`^(\d+×\d+×\d+)\s+(NN|TN|NT)\s+\S+\s+(\d+)%\s+openblas\s+\S+\s+(\d\.\d\d|\d+\.\d)\d* `)
	for _, line := range strings.Split(string(report), "\n") {
		if head, _, ok := strings.Cut(line, ", "); ok && strings.HasPrefix(head, "float") {
			element = head
		}
		if m := row.FindStringSubmatch(line); m != nil {
			found[element+" "+m[1]+" "+m[2]] = [2]string{m[4], m[3]}
		}
	}
	require.Greater(t, len(found), 5, name)
	return found
}

// The tables of the decision page on products have the figures of the committed results,
// and none that is not among them.
func TestPageOfProductsQuotesTheResults(t *testing.T) {
	page, err := os.ReadFile("../docs/decisions/05-products.md")
	require.NoError(t, err)
	reports := map[string]map[string][2]string{}
	for _, name := range []string{"avx512-1core", "avx512-2cores", "avx2-1core", "avx2-2cores"} {
		reports[name] = reached(t, "2026-11-24-peers-"+name+".txt")
	}
	rows := regexp.MustCompile(`(?m)^\| (\d+×\d+×\d+) (NN|TN|NT) \| (\S+) (\d+)% \| (\S+) (\d+)% \| (\S+) (\d+)% \| (\S+) (\d+)% \|`).FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(rows), 30)
	cores := "1core"
	for _, m := range rows {
		if strings.Index(string(page), m[0]) > strings.Index(string(page), "Two cores, the same") {
			cores = "2cores"
		}
		for i, column := range []string{"avx512 float64", "avx512 float32", "avx2 float64", "avx2 float32"} {
			kernel, element, _ := strings.Cut(column, " ")
			want := reports[kernel+"-"+cores][fmt.Sprintf("%s %s %s", element, m[1], m[2])]
			require.Equal(t, want, [2]string{m[3+2*i], m[4+2*i]}, "%s %s, %s", m[1], m[2], column)
		}
	}
}

// quoted are the blocks of a page that quote a result: ```text FILE.
var quoted = regexp.MustCompile("(?ms)^```text (\\S+)\n(.*?)^```")

// misquoted returns the first line of a page's quotations that does not occur in the quoted file.
func misquoted(t *testing.T, page string) string {
	t.Helper()
	for _, block := range quoted.FindAllStringSubmatch(page, -1) {
		text, err := os.ReadFile("results/" + block[1])
		require.NoError(t, err)
		lines := strings.Split(string(text), "\n")
		for _, line := range strings.Split(strings.TrimSuffix(block[2], "\n"), "\n") {
			if line != "…" && !slices.Contains(lines, line) {
				return line
			}
		}
	}
	return ""
}

// The decision pages on functions and on the step quote lines of the committed results.
func TestPagesQuoteTheResults(t *testing.T) {
	for _, name := range []string{"04-functions.md", "06-step.md"} {
		page, err := os.ReadFile("../docs/decisions/" + name)
		require.NoError(t, err)
		require.NotEmpty(t, quoted.FindAllString(string(page), -1), name)
		require.Empty(t, misquoted(t, string(page)), name)
	}
	require.Equal(t, "no such line", misquoted(t, "```text README.md\n# Results\nno such line\n```\n"))
}
