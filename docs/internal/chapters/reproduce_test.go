package chapters

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// NumPy and scikit-learn agree with forty numbers of the book.
func TestTheBookIsReproduced(t *testing.T) {
	const python = "/usr/bin/python3" // Debian's, which has its scikit-learn
	if exec.Command(python, "-c", "import numpy, sklearn").Run() != nil {
		t.Skip("no scikit-learn here: apt-get install python3-sklearn")
	}
	out, err := exec.Command(python, filepath.Join(sure(Root()), "docs", "reproduce.py")).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "40 of 40 numbers agree")
}
