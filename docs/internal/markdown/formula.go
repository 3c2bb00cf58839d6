package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// FormulaNode is a formula within a line.
type FormulaNode struct {
	ast.BaseInline
	TeX string
}

// KindFormula is the kind of a FormulaNode.
var KindFormula = ast.NewNodeKind("Formula")

// Kind returns KindFormula.
func (n *FormulaNode) Kind() ast.NodeKind { return KindFormula }

// Dump prints the node.
func (n *FormulaNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// formulaParser parses $`…`$.
type formulaParser struct{}

func (formulaParser) Trigger() []byte { return []byte{'$'} }

func (formulaParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	rest, opened := bytes.CutPrefix(line, []byte("$`"))
	tex, _, closed := bytes.Cut(rest, []byte("`$"))
	if !opened || !closed {
		return nil
	}
	block.Advance(len(tex) + 4)
	n := &FormulaNode{TeX: string(tex)}
	if parent.Kind() == extended.KindTableCell {
		n.TeX = strings.ReplaceAll(n.TeX, `\|`, "|") // escaped for the table
	}
	return n
}
