package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Write writes a file so that under its name there is, at any time and after a power
// failure, either what was there before or all of the new content. A link stays, and
// its target is replaced; a file that is replaced keeps its mode.
//
// Until then the content is in a file beside it, whose name ends in .chainrule; one that
// a killed program left is replaced by the next. Where content that is complete can't
// get its name, or its folder takes none, it is kept elsewhere, and the error says
// where; write is called a second time for the latter. The error does not name the file.
func Write(name string, write func(io.Writer) error) error {
	target, f, err := create(name)
	if err == nil {
		if err = fill(f, target, write); err == nil {
			return replace(f, target)
		}
		discard(f)
	}
	spare, missing := os.CreateTemp("", short(name)+".*")
	if missing != nil {
		return cause(err)
	}
	if fill(spare, "", write) != nil {
		discard(spare)
		return cause(err)
	}
	spare.Close()
	return keptError(err, spare.Name())
}

// fill writes the content, and sees that it is on the disk, with the mode of the target.
func fill(f *os.File, target string, write func(io.Writer) error) error {
	if err := write(f); err != nil {
		return err
	}
	if info, err := os.Stat(target); err == nil {
		if err := f.Chmod(info.Mode().Perm()); err != nil {
			return err
		}
	}
	return f.Sync()
}

// replace gives a complete file the name of the target, or keeps it under another.
func replace(f *os.File, target string) error {
	err := move(f, target)
	if err == nil {
		return syncFolder(filepath.Dir(target))
	}
	kept := f.Name()
	for i := range 100 {
		other := filepath.Join(filepath.Dir(target), fmt.Sprintf("%s.kept%d", short(target), i))
		if _, missing := os.Lstat(other); errors.Is(missing, fs.ErrNotExist) && os.Rename(kept, other) == nil {
			kept = other
			break
		}
	}
	if _, missing := os.Lstat(kept); missing != nil {
		return cause(err)
	}
	return keptError(err, kept)
}

// keptError returns the error that prevented a file, and says where its content is.
func keptError(err error, kept string) error {
	return fmt.Errorf("%w; the complete content is kept in %s", cause(err), kept)
}

func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}

// Check returns an error if [Write] can't write a file, or must not, because standard
// output or standard error are directed to it. It leaves nothing behind.
func Check(name string) error {
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
	} else if !errors.Is(err, fs.ErrNotExist) {
		return cause(err)
	}
	target, f, err := create(name)
	if err != nil {
		return cause(err)
	}
	discard(f)
	return fixed(target)
}

// Same reports whether both names are of one file.
func Same(a, b string) bool {
	one, err := os.Stat(a)
	other, missing := os.Stat(b)
	return err == nil && missing == nil && os.SameFile(one, other)
}

// create creates a file in the folder of the target, the file of that name or what it is a
// link to, with no more permissions than the target has.
func create(name string) (target string, f *os.File, err error) {
	if info, err := os.Lstat(name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return "", nil, errors.New("is a link that leads nowhere")
		}
	}
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm() | 0o200
	}
	for i := range 100 { // as many as may write the same file at once
		beside := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s.%d.chainrule", short(name), i))
		if f, err = createNew(beside, mode); !errors.Is(err, fs.ErrExist) {
			return name, f, err
		}
	}
	return name, nil, err
}

// short returns the beginning of the last part of a name, so that an ending makes no name
// that is too long.
func short(name string) string {
	name = filepath.Base(name)
	return name[:min(len(name), 100)]
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
