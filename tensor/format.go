package tensor

import (
	"fmt"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// A matrix larger than elideAbove in a direction is printed with its first and
// last elideKeep rows or columns, unless the flag + asks for all of it.
const (
	elideAbove = 10
	elideKeep  = 4
)

// Format prints the matrix for the verbs of package fmt. Verb, width, precision
// and flags apply to each element: %.3f prints three decimals. A large matrix is
// elided and headed by its shape; the flag + (as in %+.3f) prints all of it. %v is
// %g with columns aligned, and %#v is Go syntax. A verb that no float knows is
// marked as fmt marks it, such as %!d(float64=1), in each element.
func (A Matrix[F]) Format(s fmt.State, verb rune) {
	if verb == 'v' && s.Flag('#') {
		A.formatGo(s)
		return
	}
	rows, cols := shown(A.rows, s.Flag('+')), shown(A.cols, s.Flag('+'))
	if len(rows) < A.rows || len(cols) < A.cols || len(rows)*len(cols) == 0 {
		fmt.Fprintf(s, "%v", A.Shape())
		if len(rows)*len(cols) == 0 {
			return
		}
		fmt.Fprintln(s)
	}
	cells := A.cells(elementFormat(s, verb), rows, cols)
	align(cells)
	for i, row := range cells {
		left, right := brackets(i, len(cells))
		fmt.Fprint(s, left, strings.Join(row, " "), right)
		if i < len(cells)-1 {
			fmt.Fprintln(s)
		}
	}
}

// shown returns the indices below n to print; −1 stands for the omitted ones.
func shown(n int, all bool) []int {
	var indices []int
	for i := range n {
		switch {
		case all || n <= elideAbove || i < elideKeep || i >= n-elideKeep:
			indices = append(indices, i)
		case i == elideKeep:
			indices = append(indices, -1)
		}
	}
	return indices
}

// elementFormat rebuilds the directive for one element; + has served its purpose,
// and %v becomes %g.
func elementFormat(s fmt.State, verb rune) string {
	directive := []byte{'%'}
	for _, flag := range " -0#" {
		if s.Flag(int(flag)) {
			directive = append(directive, byte(flag))
		}
	}
	if w, ok := s.Width(); ok {
		directive = fmt.Append(directive, w)
	}
	if p, ok := s.Precision(); ok {
		directive = fmt.Append(directive, ".", p)
	}
	if verb == 'v' {
		verb = 'g'
	}
	return string(utf8.AppendRune(directive, verb))
}

// cells returns the printed elements, with … and ⋮ in place of omitted ones.
func (A Matrix[F]) cells(format string, rows, cols []int) [][]string {
	cells := make([][]string, len(rows))
	for r, i := range rows {
		cells[r] = make([]string, len(cols))
		for c, j := range cols {
			switch {
			case i < 0:
				cells[r][c] = "⋮"
			case j < 0:
				cells[r][c] = "…"
			default:
				cells[r][c] = fmt.Sprintf(format, A.At(i, j))
			}
		}
	}
	return cells
}

// align pads the cells on the left so that each column has one width.
func align(cells [][]string) {
	for c := range cells[0] {
		width := 0
		for _, row := range cells {
			width = max(width, utf8.RuneCountInString(row[c]))
		}
		for _, row := range cells {
			row[c] = strings.Repeat(" ", width-utf8.RuneCountInString(row[c])) + row[c]
		}
	}
}

// brackets returns the brackets to the left and right of line i of n.
func brackets(i, n int) (left, right string) {
	switch {
	case n == 1:
		return "[", "]"
	case i == 0:
		return "⎡", "⎤"
	case i == n-1:
		return "⎣", "⎦"
	}
	return "⎢", "⎥"
}

// formatGo prints the matrix as a Go expression that constructs it.
func (A Matrix[F]) formatGo(s fmt.State) {
	name := "float64"
	if unsafe.Sizeof(F(0)) == 4 {
		name = "float32"
	}
	if A.rows == 0 || A.cols == 0 {
		fmt.Fprintf(s, "tensor.New[%s](%d, %d)", name, A.rows, A.cols)
		return
	}
	fmt.Fprint(s, "tensor.FromRows(")
	for i := range A.rows {
		if i > 0 {
			fmt.Fprint(s, ", ")
		}
		fmt.Fprintf(s, "%#v", A.row(i))
	}
	fmt.Fprint(s, ")")
}
