package command

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn/dataset"
)

// datasetRows are flags of dataset with what they change.
var datasetRows = []struct {
	flags  string
	change func(c *dataset.Classification)
}{
	{"", func(*dataset.Classification) {}},
	{"-samples 60", func(c *dataset.Classification) { c.Samples = 60 }},
	{"-features 7", func(c *dataset.Classification) { c.Features = 7 }},
	{"-informative 4", func(c *dataset.Classification) { c.Informative = 4 }},
	{"-informative 4 -redundant 1", func(c *dataset.Classification) { c.Informative, c.Redundant = 4, 1 }},
	{"-informative 4 -repeated 1", func(c *dataset.Classification) { c.Informative, c.Repeated = 4, 1 }},
	{"-classes 4", func(c *dataset.Classification) { c.Classes = 4 }},
	{"-clusters 3", func(c *dataset.Classification) { c.Clusters = 3 }},
	{"-flip 0.5", func(c *dataset.Classification) { c.Flip = 0.5 }},
	{"-sep 2.5", func(c *dataset.Classification) { c.Separation = 2.5 }},
	{"-seed 8", func(c *dataset.Classification) { c.Seed = 8 }},
}

func TestEachFlagOfDatasetIsItsArgument(t *testing.T) {
	seen, given := map[string]string{}, ""
	for _, row := range datasetRows {
		c := dataset.Paper()
		row.change(&c)
		table, err := c.Table()
		require.NoError(t, err)
		var want bytes.Buffer
		require.NoError(t, dataset.WriteCSV(&want, table))
		require.NotContains(t, seen, want.String(), "%q makes no difference", row.flags)
		seen[want.String()] = row.flags
		given += row.flags + " "
		out, errs, status := here(t, strings.Fields("dataset "+row.flags)...)
		require.Equal(t, cli.ExitOK, status, errs)
		require.True(t, want.String() == out, "%q: every byte", row.flags)
	}
	help, _, _ := here(t, "dataset", "-h")
	all := regexp.MustCompile(`(?m)^  (-\S+ )`).FindAllStringSubmatch(help, -1)
	require.Len(t, all, 10)
	for _, flag := range all {
		require.Contains(t, given, flag[1], "a row is missing")
	}
}
