package cli

import (
	"bytes"
	"encoding/json"
	"io"
)

// Object is a JSON object: names and values in turns, in their order. A float64 that JSON does
// not have, NaN or infinite, is written as null, a list that is nil as [].
type Object []any

// MarshalJSON writes the object.
func (o Object) MarshalJSON() ([]byte, error) {
	b := bytes.NewBufferString("{")
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for i, x := range o {
		if i > 0 {
			b.WriteByte(",:"[i%2])
		}
		switch v := x.(type) {
		case float64:
			if v-v != 0 {
				x = nil
			}
		case []string:
			x = append([]string{}, v...)
		case []Object:
			x = append([]Object{}, v...)
		}
		if err := e.Encode(x); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// WriteJSON writes x as JSON, indented, with < and & as they stand.
func WriteJSON(w io.Writer, x any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(x)
}
