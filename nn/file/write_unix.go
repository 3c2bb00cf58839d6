//go:build unix && !aix && !solaris

package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// createNew creates a file, and locks it as long as it is open. One that nobody has locked,
// the remains of a killed program, makes way.
func createNew(name string, mode fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		old, unreadable := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
		if unreadable != nil {
			return nil, err
		}
		defer old.Close()
		if !locked(old) || os.Remove(name) != nil {
			return nil, err
		}
		f, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	}
	if err == nil && !locked(f) { // another program took it for a left one
		f.Close()
		return nil, fs.ErrExist
	}
	return f, err
}

// locked locks an open file, and reports whether it has the lock and still its name.
func locked(f *os.File) bool {
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return false
	}
	info, err := f.Stat()
	named, missing := os.Lstat(f.Name())
	return err == nil && missing == nil && os.SameFile(info, named)
}

// move renames an open file, which is locked until then, and closes it.
func move(f *os.File, to string) error {
	defer f.Close()
	return os.Rename(f.Name(), to)
}

// syncFolder sees that the names in a folder are on the disk. A folder that can't be read,
// or a file system that knows no such thing, is no error.
var syncFolder = func(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer folder.Close()
	if err := folder.Sync(); !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return cause(err)
	}
	return nil
}

// fixed returns an error if no other file can get the name of the target: one mounted by
// itself, as containers have it, or another user's in a sticky folder.
func fixed(target string) error {
	path, _ := filepath.Abs(target)
	mounts, _ := os.ReadFile("/proc/self/mountinfo")
	for line := range strings.Lines(string(mounts)) {
		if f := strings.Fields(line); len(f) > 4 && strings.ReplaceAll(f[4], `\040`, " ") == path {
			return errors.New("is mounted by itself, so it can't be replaced")
		}
	}
	info, err := os.Stat(target)
	folder, missing := os.Stat(filepath.Dir(target))
	if err != nil || missing != nil || folder.Mode()&fs.ModeSticky == 0 {
		return nil
	}
	if me := os.Geteuid(); me != 0 && me != owner(info) && me != owner(folder) {
		return errors.New("belongs to another user, and so does its folder, which is sticky: it can't be replaced")
	}
	return nil
}

// owner returns the number of the user to whom a file belongs.
func owner(info fs.FileInfo) int { return int(info.Sys().(*syscall.Stat_t).Uid) }
