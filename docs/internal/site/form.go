package site

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// form is the parameters of a page, by name.
type form map[string]field

// field is a parameter: its value for links, empty if they are without it, and a function that
// reads one or returns what is wanted.
type field struct {
	value string
	read  func(text string) (want string)
}

// parse reads a query. It may have each parameter once; the others stay as they are.
func (f form) parse(query string) (given bool, err error) {
	q, err := url.ParseQuery(query)
	for name, values := range q {
		field, known := f[name]
		switch {
		case err != nil:
		case !known:
			err = fmt.Errorf("unknown parameter %q", name)
		case len(values) > 1:
			err = fmt.Errorf("%s is given %d times", name, len(values))
		default:
			if want := field.read(values[0]); want != "" {
				err = fmt.Errorf("%s is %q: want %s", name, values[0], want)
			}
		}
	}
	return len(q) > 0, err
}

// query returns the values for links.
func (f form) query() url.Values {
	q := url.Values{}
	for name, field := range f {
		if field.value != "" {
			q.Set(name, field.value)
		}
	}
	return q
}

// linkedIf returns the field, without a value for links unless that matters.
func (f field) linkedIf(matters bool) field {
	if !matters {
		f.value = ""
	}
	return f
}

// whole returns the field of a whole number in a range.
func whole[N int | uint32 | uint64](to *N, least, most int) field {
	return field{fmt.Sprint(*to), func(text string) string {
		n, err := strconv.Atoi(text)
		if err != nil || n < least || n > most {
			return fmt.Sprintf("a whole number from %d to %d", least, most)
		}
		*to = N(n)
		return ""
	}}
}

// oneOf returns the field of a choice.
func oneOf[V any](to *V, choices ...V) field {
	return field{fmt.Sprint(*to), func(text string) string {
		names := make([]string, len(choices))
		for i, choice := range choices {
			if names[i] = fmt.Sprint(choice); names[i] == text {
				*to = choice
				return ""
			}
		}
		last := len(names) - 1
		return strings.Join(names[:last], ", ") + " or " + names[last]
	}}
}
