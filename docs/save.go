package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// checkSave returns an error if the file can't be written, or must not: the data,
// or what standard output or standard error are directed to. It leaves nothing
// behind.
func checkSave(name, data string) error {
	refuse := func(err error) error { return unusable("train: -save %s: %w", name, cause(err)) }
	target, err := resolve(name)
	if err != nil {
		return refuse(err)
	}
	if info, err := os.Stat(target); err == nil {
		if !info.Mode().IsRegular() {
			return refuse(errors.New("not a regular file"))
		}
		for _, f := range []*os.File{os.Stdout, os.Stderr} {
			if other, err := f.Stat(); err == nil && os.SameFile(info, other) {
				return refuse(errors.New("is where the output goes"))
			}
		}
		if other, err := os.Stat(data); err == nil && os.SameFile(info, other) {
			return refuse(errors.New("is the file to learn from"))
		}
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return refuse(err)
		}
		f.Close()
	}
	f, err := createBeside(target)
	if err != nil {
		return refuse(err)
	}
	f.Close()
	return os.Remove(f.Name())
}

// save writes a file so that under its name there is, at any time, either what was
// there before or all of the new content.
func save(name string, write func(io.Writer) error) error {
	target, err := resolve(name)
	if err != nil {
		return err
	}
	f, err := createBeside(target)
	if err != nil {
		return cause(err)
	}
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if info, missing := os.Stat(target); err == nil && missing == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return cause(err)
}

// resolve follows links, so that it is their target that is replaced.
func resolve(name string) (string, error) {
	if info, err := os.Lstat(name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return name, nil
	}
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		return "", errors.New("is a link that leads nowhere")
	}
	return target, nil
}

// createBeside creates a file with a name of its own in the folder of target.
func createBeside(target string) (*os.File, error) {
	for i := 0; ; i++ {
		name := filepath.Join(filepath.Dir(target), fmt.Sprintf(".chainrule-%d-%d", os.Getpid(), i))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) || i == 1000 {
			return f, err
		}
	}
}

// cause returns what lies under the name of a file and an operation on it, which
// the caller knows better.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
