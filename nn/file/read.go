package file

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// Open opens a file to read, or standard input by the name "-". One that is packed by gzip is
// unpacked. Reading returns an error after so many bytes of content. Errors of Open name
// the file, others do not.
func Open(name string, most int64) (io.ReadCloser, error) {
	f := os.Stdin
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return nil, fmt.Errorf("open %s: %w", name, cause(err))
		}
	}
	r, err := Unpacked(f, most)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

// Unpacked returns a reader of r, without gzip's packing if it is packed, that returns an
// error after so many bytes.
func Unpacked(r io.Reader, most int64) (io.Reader, error) {
	b := bufio.NewReader(r)
	if magic, err := b.Peek(2); err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		return &limited{b, most, most}, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	return &limited{z, most, most}, nil
}

// limited reads most bytes, of which some are left, and then the end or an error.
type limited struct {
	r          io.Reader
	left, most int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p))-1 > l.left {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n - 1, fmt.Errorf("larger than %s", Size(float64(l.most)))
	}
	if errors.Is(err, gzip.ErrChecksum) || err == io.ErrUnexpectedEOF {
		err = fmt.Errorf("the packed file is damaged: %w", err)
	}
	return n, err
}
