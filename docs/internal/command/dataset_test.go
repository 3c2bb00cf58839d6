package command

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn/dataset"
)

func TestDatasetIsThePapers(t *testing.T) {
	out, errs, status := docs(t, "dataset")
	require.Equal(t, cli.ExitOK, status, errs)
	require.True(t, out == read(t, "../nn/dataset/testdata/paper_dataset_fma.csv"), "every byte")
}

// datasetRows are flags of dataset with the description they make.
var datasetRows = []struct {
	flags string
	want  dataset.Classification
}{
	{"", classification(500, 5, 5, 0, 0, 3, 2, 0.01, 1, 7)},
	{"-samples 60", classification(60, 5, 5, 0, 0, 3, 2, 0.01, 1, 7)},
	{"-features 7", classification(500, 7, 5, 0, 0, 3, 2, 0.01, 1, 7)},
	{"-informative 4", classification(500, 5, 4, 0, 0, 3, 2, 0.01, 1, 7)},
	{"-informative 4 -redundant 1", classification(500, 5, 4, 1, 0, 3, 2, 0.01, 1, 7)},
	{"-informative 4 -repeated 1", classification(500, 5, 4, 0, 1, 3, 2, 0.01, 1, 7)},
	{"-classes 4", classification(500, 5, 5, 0, 0, 4, 2, 0.01, 1, 7)},
	{"-clusters 3", classification(500, 5, 5, 0, 0, 3, 3, 0.01, 1, 7)},
	{"-flip 0.5", classification(500, 5, 5, 0, 0, 3, 2, 0.5, 1, 7)},
	{"-sep 2.5", classification(500, 5, 5, 0, 0, 3, 2, 0.01, 2.5, 7)},
	{"-seed 8", classification(500, 5, 5, 0, 0, 3, 2, 0.01, 1, 8)},
}

func classification(samples, features, informative, redundant, repeated, classes, clusters int, flip, sep float64, seed uint32) dataset.Classification {
	return dataset.Classification{
		Samples: samples, Features: features, Informative: informative, Redundant: redundant, Repeated: repeated,
		Classes: classes, Clusters: clusters, Flip: flip, Separation: sep, Seed: seed,
	}
}

func TestEachFlagOfDatasetIsItsArgument(t *testing.T) {
	seen := map[string]string{}
	for _, row := range datasetRows {
		table, err := row.want.Table()
		require.NoError(t, err)
		var want bytes.Buffer
		require.NoError(t, dataset.WriteCSV(&want, table))
		require.NotContains(t, seen, want.String(), "%q makes no difference", row.flags)
		seen[want.String()] = row.flags
		out, errs, status := here(t, strings.Fields("dataset "+row.flags)...)
		require.Equal(t, cli.ExitOK, status, errs)
		require.True(t, want.String() == out, "%q: every byte", row.flags)
	}
}

func TestEveryFlagOfDatasetHasARow(t *testing.T) {
	help, _, _ := here(t, "dataset", "-h")
	rows := ""
	for _, row := range datasetRows {
		rows += row.flags + " "
	}
	names := 0
	for _, text := range strings.Split(help, "\n") {
		if name, isFlag := strings.CutPrefix(text, "  -"); isFlag {
			names++
			require.Contains(t, rows, "-"+strings.Fields(name)[0]+" ")
		}
	}
	require.Equal(t, 10, names)
}

// What is unusable is said in the words of the flags.
func TestDatasetErrorsNameFlags(t *testing.T) {
	for field, name := range map[string]string{"Samples": "-samples", "Redundant": "-redundant", "Repeated": "-repeated", "Clusters": "-clusters"} {
		_, errs, status := here(t, "dataset", name, "-1")
		require.Equal(t, cli.ExitUsage, status)
		require.Contains(t, errs, name+" is -1")
		require.NotContains(t, errs, field)
	}
	_, errs, _ := here(t, "dataset", "-sep", "1e301")
	require.Contains(t, errs, "docs: dataset: -sep is 1e+301")
}
