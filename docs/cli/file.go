package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
)

// WriteFile writes a file so that under its name there is, at any time, either what was
// there before or all of the new content. A link stays, and its target is replaced; a file
// that is replaced keeps its mode. The error does not name the file.
func WriteFile(name string, write func(io.Writer) error) error {
	target, f, err := createBeside(name)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // unless it has its place
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if info, missing := os.Stat(target); err == nil && missing == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err = cmp.Or(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), target)
	}
	return cause(err)
}

// CheckFile returns an error if [WriteFile] can't write a file, or must not, because
// standard output or standard error are directed to it. It leaves nothing behind.
func CheckFile(name string) error {
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return errors.New("not a regular file")
		}
		for _, f := range []*os.File{os.Stdout, os.Stderr} {
			if other, err := f.Stat(); err == nil && os.SameFile(info, other) {
				return errors.New("is where the output goes")
			}
		}
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return cause(err)
		}
		f.Close()
	}
	_, f, err := createBeside(name)
	if err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}

// SameFile reports whether both names are of one file.
func SameFile(a, b string) bool {
	one, err := os.Stat(a)
	other, missing := os.Stat(b)
	return err == nil && missing == nil && os.SameFile(one, other)
}

// createBeside creates a file with a name of its own in the folder of the target: the file
// of that name, or what it is a link to.
func createBeside(name string) (target string, f *os.File, err error) {
	if info, err := os.Lstat(name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return "", nil, errors.New("is a link that leads nowhere")
		}
	}
	beside := filepath.Join(filepath.Dir(name), fmt.Sprintf(".chainrule-%x", rand.Uint64()))
	f, err = os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	return name, f, cause(err)
}

// cause returns an error without the name of the file and the operation, which the caller
// knows better.
func cause(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}
