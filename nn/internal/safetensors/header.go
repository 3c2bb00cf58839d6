package safetensors

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// parse returns the file that a header describes, without elements. Its tensors stand in the
// order of their ranges, which fill so many bytes without a gap.
func parse(header []byte, total int) (*File, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(header, &fields); err != nil {
		return nil, fmt.Errorf("header: want a JSON object: %w", err)
	}
	f := &File{Metadata: map[string]string{}}
	var entries []entry
	for name, value := range fields {
		if name == "__metadata__" {
			if err := json.Unmarshal(value, &f.Metadata); err != nil || f.Metadata == nil {
				return nil, fmt.Errorf("header: __metadata__: want an object of texts")
			}
			continue
		}
		e, err := describe(value, total)
		if err != nil {
			return nil, fmt.Errorf("tensor %.60q: %w", name, err)
		}
		e.name = name
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(slices.Compare(a.Offsets[:], b.Offsets[:]), cmp.Compare(a.name, b.name))
	})
	at := 0
	for _, e := range entries {
		if e.Offsets[0] != at {
			return nil, fmt.Errorf("tensor %.60q begins at byte %d, want %d", e.name, e.Offsets[0], at)
		}
		at = e.Offsets[1]
		f.Tensors = append(f.Tensors, Tensor{Name: e.name, DType: e.DType, Shape: e.Shape})
	}
	if at != total {
		return nil, fmt.Errorf("%d bytes of elements, the header describes %d", total, at)
	}
	return f, nil
}

// describe returns the entry of a tensor, in whose range the elements of its shape fit exactly.
func describe(value json.RawMessage, total int) (e entry, err error) {
	if err := json.Unmarshal(value, &e); err != nil {
		return e, fmt.Errorf("its description is %.60q", value)
	}
	n, err := byteCount(e.DType, e.Shape, total)
	begin, end := e.Offsets[0], e.Offsets[1]
	if err == nil && (begin < 0 || end < begin || end > total || end-begin != n) {
		err = fmt.Errorf("%s %v takes %d bytes, not those from %d to %d of %d", e.DType, e.Shape, n, begin, end, total)
	}
	return e, err
}

// byteCount returns the number of bytes of a tensor, at most the given limit.
func byteCount(dtype string, shape []int, limit int) (int, error) {
	n, known := sizes[dtype]
	if !known {
		return 0, fmt.Errorf("elements of type %.60q: want F64, F32 or I64", dtype)
	}
	for _, d := range shape {
		if d < 0 || n > 0 && d > limit/n {
			return 0, fmt.Errorf("shape %v is not one of a file of this size", shape)
		}
		n *= d
	}
	return n, nil
}
