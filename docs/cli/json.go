package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
)

// Number is a float64 that JSON can hold: null if it is NaN or infinite.
type Number float64

// MarshalJSON writes the number in its shortest exact form.
func (x Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(x))
}

// Object is a JSON object: names and values in turns, in their order. A float64 among the
// values is written as a [Number], a list that is nil as [].
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
			x = Number(v)
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
