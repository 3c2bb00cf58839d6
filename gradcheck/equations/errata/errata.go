package errata

import (
	_ "embed" // of errata.txt
	"fmt"
	"slices"
	"strings"
)

// Erratum is an entry of the list of the paper's errata.
type Erratum struct {
	ID    string   // "E25"
	Kinds []string // math, code, notation, text, assumption, result
	Place string   // where in the paper: equations, sections, listings
	Text  string   // what is wrong and what is right
	Shown bool     // whether a number can show it, and a test does; the others can only be checked by reading
}

// All returns the whole list, E1 to E77 in order.
func All() []Erratum { return slices.Clone(all) }

//go:embed errata.txt
var lines string

var all = must(read(lines))

// read reads the list: a line of ID, kinds and place, and one of the text.
func read(text string) (all []Erratum, err error) {
	for i, line := range strings.Split(text, "\n") {
		f := strings.Split(line, " | ")
		switch {
		case line == "" || line[0] == '#':
		case len(f) > 2 && len(f) < 5:
			all = append(all, Erratum{f[0], strings.Split(f[1], ", "), f[2], "", len(f) == 3})
		case len(all) == 0 || all[len(all)-1].Text != "":
			return nil, fmt.Errorf("errata.txt:%d: want ID | kinds | place", i+1)
		default:
			all[len(all)-1].Text = line
		}
	}
	return all, nil
}

// Find returns the entry with that ID, or an error that says which there are.
func Find(id string) (Erratum, error) {
	i := slices.IndexFunc(all, func(e Erratum) bool { return e.ID == id })
	if i < 0 {
		return Erratum{}, fmt.Errorf("no erratum %q: there are %s–%s", id, all[0].ID, all[len(all)-1].ID)
	}
	return all[i], nil
}
