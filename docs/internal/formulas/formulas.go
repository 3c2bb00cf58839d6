// Package formulas keeps the formulas of the book as they are typeset: docs/formulas.json has the
// MathML of each, a line an entry. Temml makes it of the TeX, run by node, when the book is
// written; whoever reads the book needs neither.
package formulas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"chainrule/docs/internal/markdown"
)

// File is the table's file, and Folder that of the program which typesets, from the
// module's folder.
const (
	File   = "docs/formulas.json"
	Folder = "docs/internal/formulas"
)

// Table has the MathML of formulas by their TeX.
type Table struct {
	Inline  map[string]string `json:"inline"`
	Display map[string]string `json:"display"`
}

// New returns an empty table.
func New() Table { return Table{map[string]string{}, map[string]string{}} }

// Parse reads a table.
func Parse(data []byte) (Table, error) {
	t := New()
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fmt.Errorf("%s: %w", File, err)
	}
	return t, nil
}

// of returns the part of the table that a formula belongs to.
func (t Table) of(f markdown.Formula) map[string]string {
	if f.Display {
		return t.Display
	}
	return t.Inline
}

// MathML returns a formula, empty if the table lacks it.
func (t Table) MathML(f markdown.Formula) string { return t.of(f)[f.TeX] }

// Set adds a formula.
func (t Table) Set(f markdown.Formula, mathML string) { t.of(f)[f.TeX] = mathML }

// String returns the table as its file has it, in the order of the formulas.
func (t Table) String() string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	e.Encode(t) // maps of strings have no errors
	return b.String()
}

// Typeset is a formula as it is typeset, or what is wrong with its TeX.
type Typeset struct{ MathML, Error string }

// Run typesets formulas by the program in a folder. Where it can't be run, the error says what
// to install.
func Run(folder string, all []markdown.Formula) (answers []Typeset, err error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node is not installed: apt-get install nodejs npm, or see https://nodejs.org")
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "temml")); err != nil {
		return nil, fmt.Errorf("the typesetter Temml is not installed: cd %s && npm ci", Folder)
	}
	input, _ := json.Marshal(all)
	command := exec.Command(node, "typeset.mjs")
	command.Dir, command.Stdin, command.Stderr = folder, bytes.NewReader(input), os.Stderr
	out, err := command.Output()
	if err == nil {
		err = json.Unmarshal(out, &answers)
	}
	if err == nil && len(answers) != len(all) {
		err = fmt.Errorf("%d formulas of %d", len(answers), len(all))
	}
	if err != nil {
		return nil, fmt.Errorf("node typeset.mjs: %w", err)
	}
	return answers, nil
}
