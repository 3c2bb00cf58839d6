package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"chainrule/docs/internal/site/page"
)

// formula is one of a document, which has a mark in the body until it is typeset.
type formula struct {
	TeX     string `json:"tex"`
	Display bool   `json:"display"`
	at      place
}

// mark is what stands in the body for formula number i.
func mark(i int) []byte { return fmt.Appendf(nil, "\x02%d\x03", i) }

var marks = regexp.MustCompile("\x02\\d+\x03")

// inlineMath is a formula within a line.
type inlineMath struct {
	ast.BaseInline
	tex   string
	start int // its place in the source
}

var kindMath = ast.NewNodeKind("Math")

func (m *inlineMath) Kind() ast.NodeKind { return kindMath }

func (m *inlineMath) Dump(source []byte, level int) {
	ast.DumpHelper(m, source, level, map[string]string{"tex": m.tex}, nil)
}

// mathParser parses $`…`$.
type mathParser struct{}

func (mathParser) Trigger() []byte { return []byte{'$'} }

func (mathParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	rest, opened := bytes.CutPrefix(line, []byte("$`"))
	if !opened {
		return nil
	}
	tex, _, closed := bytes.Cut(rest, []byte("`$"))
	if !closed {
		return nil
	}
	block.Advance(len(tex) + 4)
	return &inlineMath{tex: string(tex), start: segment.Start}
}

// typeset typesets the formulas of documents, all with one run of node.
func typeset(folder string, documents []*document) error {
	var all []formula
	for _, d := range documents {
		all = append(all, d.formulas...)
	}
	if len(all) == 0 {
		return nil
	}
	answers, err := runNode(folder, all)
	if err != nil {
		return err
	}
	var wrong []error
	for _, d := range documents {
		mine := answers[:len(d.formulas)]
		answers = answers[len(d.formulas):]
		for i, a := range mine {
			if a.Error != "" {
				f := d.formulas[i]
				wrong = append(wrong, f.at.wrong("%s in the formula %s", strings.Join(strings.Fields(a.Error), " "), strings.TrimSpace(f.TeX)))
			}
		}
		d.insert(mine)
	}
	return errors.Join(wrong...)
}

// answer is what node returns of a formula.
type answer struct{ MathML, Error string }

// runNode has the formulas typeset by typeset.mjs.
func runNode(folder string, formulas []formula) (answers []answer, err error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node is not installed, which typesets the formulas: apt-get install nodejs, or see https://nodejs.org")
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "temml")); err != nil {
		return nil, errors.New("Temml is not installed: run npm ci in " + page.Generator)
	}
	input, err := json.Marshal(formulas)
	if err != nil {
		return nil, err
	}
	var out, errs bytes.Buffer
	command := exec.Command(node, "typeset.mjs")
	command.Dir, command.Stdin, command.Stdout, command.Stderr = folder, bytes.NewReader(input), &out, &errs
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("node typeset.mjs: %w: %s", err, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &answers); err != nil || len(answers) != len(formulas) {
		return nil, fmt.Errorf("node typeset.mjs returned %d formulas of %d: %v", len(answers), len(formulas), err)
	}
	return answers, nil
}

// insert puts the typeset formulas in the places of their marks.
func (d *document) insert(answers []answer) {
	next := 0
	d.body = marks.ReplaceAllFunc(d.body, func([]byte) []byte {
		mathml := d.withClasses(answers[next].MathML)
		next++
		return []byte(mathml)
	})
}

var (
	tag        = regexp.MustCompile(`<[a-z]+[^>]*>`)
	styleOf    = regexp.MustCompile(` style="([^"]*)"`)
	classOf    = regexp.MustCompile(` class="([^"]*)"`)
	blockStyle = "display:block math;" // which the style sheet has
)

// withClasses returns the formula with a class for each style, since the pages forbid
// styles of their own.
func (d *document) withClasses(mathml string) string {
	return tag.ReplaceAllStringFunc(mathml, func(tag string) string {
		style := styleOf.FindStringSubmatch(tag)
		if style == nil {
			return tag
		}
		tag = strings.Replace(tag, style[0], "", 1)
		if style[1] == blockStyle {
			return tag
		}
		class := "s" + page.Hash([]byte(style[1]))[:8]
		if d.header.Styles == nil {
			d.header.Styles = map[string]string{}
		}
		d.header.Styles[class] = style[1]
		if old := classOf.FindStringSubmatch(tag); old != nil {
			return strings.Replace(tag, old[0], ` class="`+old[1]+" "+class+`"`, 1)
		}
		return strings.TrimSuffix(tag, ">") + ` class="` + class + `">`
	})
}
