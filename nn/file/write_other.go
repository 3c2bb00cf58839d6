//go:build !unix || aix || solaris

package file

import (
	"io/fs"
	"os"
)

// createNew creates a file.
func createNew(name string, mode fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

// move closes a file and renames it.
func move(f *os.File, to string) error {
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), to)
}

var syncFolder = func(string) error { return nil }

func fixed(string) error { return nil }
