package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// saver writes a file so that under its name there is, at any time, either what was
// there before or all of the new content.
type saver struct {
	target    string
	temporary *os.File
}

// newSaver makes the temporary file beside the target, and so finds out before any
// work whether the target can be written.
func newSaver(target string) (*saver, error) {
	if resolved, err := filepath.EvalSymlinks(target); err == nil {
		target = resolved
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(target); err == nil {
		if !info.Mode().IsRegular() {
			return nil, unusable("train: -save %s: not a regular file", target)
		}
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return nil, unusable("train: -save: %w", err)
		}
		f.Close()
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+"-*")
	if err != nil {
		return nil, unusable("train: -save %s: %w", target, err)
	}
	s := &saver{target, f}
	if err := f.Chmod(mode); err != nil {
		s.discard()
		return nil, unusable("train: -save %s: %w", target, err)
	}
	return s, nil
}

// commit fills the file and moves it into place.
func (s *saver) commit(write func(io.Writer) error) error {
	err := write(s.temporary)
	if err == nil {
		err = s.temporary.Sync()
	}
	if closed := s.temporary.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(s.temporary.Name(), s.target)
	}
	if err != nil {
		os.Remove(s.temporary.Name())
	}
	return err
}

// discard removes the temporary file.
func (s *saver) discard() {
	s.temporary.Close()
	os.Remove(s.temporary.Name())
}
