package chapters

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// Helpers of several chapters.

// prose is a value in the form of a text: −1.6·10⁻²⁹⁸ for -1.6e-298, 27 500 for 27500, and commas
// between the elements of a slice.
type prose struct{ value any }

var (
	exponent    = regexp.MustCompile(`\b(\d(?:\.\d+)?)e([+-]\d+)`)
	long        = regexp.MustCompile(`(?:^|[^.\w])\d{5,}`) // whole numbers
	superscript = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
)

func (p prose) Format(s fmt.State, verb rune) {
	text := fmt.Sprintf(fmt.FormatString(s, verb), p.value)
	if list, isList := strings.CutPrefix(text, "["); isList {
		text = strings.ReplaceAll(strings.TrimSuffix(list, "]"), " ", ", ")
	}
	text = exponent.ReplaceAllStringFunc(text, func(number string) string {
		m := exponent.FindStringSubmatch(number)
		n, _ := strconv.Atoi(m[2])
		return strings.TrimPrefix(m[1]+"·", "1·") + "10" + superscript.Replace(strconv.Itoa(n))
	})
	text = long.ReplaceAllStringFunc(text, grouped)
	io.WriteString(s, strings.ReplaceAll(text, "-", "−"))
}

// grouped puts narrow spaces between the thousands of a number.
func grouped(number string) string {
	for i := len(number) - 3; i > 0 && number[i-1] >= '0' && number[i-1] <= '9'; i -= 3 {
		number = number[:i] + "\u202f" + number[i:]
	}
	return number
}

// found returns the text of a file of the module that matches a pattern, and its parts.
func found(name, pattern string) []string {
	m := regexp.MustCompile(pattern).FindStringSubmatch(committed(name))
	if m == nil {
		panic(name + " has no " + pattern)
	}
	return m
}

// row returns the result of an operation on a matrix of one row.
func row[F tensor.Float](op func(C, A tensor.Matrix[F]), a ...F) []F {
	C := tensor.New[F](1, len(a))
	op(C, tensor.FromRows(a))
	return C.Row(0)
}

// counted returns the number of elements with a property.
func counted[X any](all []X, has func(X) bool) (count int) {
	for _, x := range all {
		if has(x) {
			count++
		}
	}
	return count
}

// largestSize returns the largest absolute value.
func largestSize(values []float64) (most float64) {
	for _, x := range values {
		most = max(most, math.Abs(x))
	}
	return most
}

// pass is a network, the state of its last forward pass over the paper's training rows, and
// the gradient of the loss there.
type pass struct {
	θ, g *nn.Parameters[float64]
	s    *nn.Workspace[float64]
	loss float64
}

// start7 is the paper's network before training, with the weights of seed 7.
var start7 = sync.OnceValue(func() pass {
	r := sure(experiment.New[float64](experiment.Paper(7)))
	at := pass{θ: r.Net.Parameters(), g: r.Net.Gradient(), s: r.Net.Workspace(r.X.Rows())}
	r.Net.Forward(at.s, r.X)
	at.loss = r.Net.Loss(at.s, r.T)
	r.Net.Backward(at.g, at.s, r.X, r.T)
	return at
})

// countIf returns 1 if something is so, to be counted.
func countIf(is bool) int {
	if is {
		return 1
	}
	return 0
}

// sure returns x. It panics if there is an error, which is a mistake in this package.
func sure[X any](x X, err error) X {
	if err != nil {
		panic(err)
	}
	return x
}
