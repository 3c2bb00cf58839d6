package dataset_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn/dataset"
)

func TestReadCSVFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "t.csv")
	require.NoError(t, os.WriteFile(name, []byte("a,b,y\n1,2,u\n3,4e38,v\n"), 0o600))
	table, err := dataset.ReadCSVFile(name)
	require.NoError(t, err)
	require.Equal(t, name, table.Name)
	require.Equal(t, []string{"u", "v"}, table.Labels)
	require.EqualError(t, table.CheckFloat32(), name+": row 2 after the header, column \"b\": 4e+38 does not fit float32")
	table.X.Set(1, 1, -3e38)
	require.NoError(t, table.CheckFloat32())

	_, err = dataset.ReadCSVFile(name + "x")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(name, []byte("a,y\nx,u\n"), 0o600))
	_, err = dataset.ReadCSVFile(name)
	require.ErrorContains(t, err, name+":2:1: ")
}
