// Package chapters computes what the chapters of the book show: the numbers within their
// lines and the figures. A file has the numbers of one chapter.
package chapters

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chainrule/gradcheck/equations/errata"
)

// Show enters a number of a chapter: its name within the chapter, the verb of package fmt
// that prints it, and its value.
type Show func(name, verb string, value any)

// computed are the chapters by the first part of the names of their numbers.
var computed = map[string]func(Show){
	"likelihood": likelihoodNumbers, "regression": regressionNumbers, "jacobian": jacobianNumbers,
	"backpropagation": backpropagationNumbers, "vectorising": vectorisingNumbers, "batch": batchNumbers,
	"average": averageNumbers, "optimizer": optimizerNumbers, "experiment": experimentNumbers,
	"numerics": numericsNumbers, "product": productNumbers, "trials": trialNumbers,
	"errata": errataNumbers, "answer": answerNumbers,
}

// Number is a value that a chapter shows and the verb of package fmt that prints it.
type Number struct {
	Value any
	Verb  string
}

// Text returns the number printed by a verb, its own if that is empty.
func (n Number) Text(verb string) string {
	if verb == "" {
		verb = n.Verb
	}
	return fmt.Sprintf(verb, n.Value)
}

// Numbers returns, by the first part of their names, functions that compute the numbers of a
// chapter, or those of the evidence of an erratum. They panic if two have one name.
func Numbers() map[string]func() map[string]Number {
	all := map[string]func() map[string]Number{}
	for name, compute := range computed {
		all[name] = func() map[string]Number { return collect(name, compute) }
	}
	for _, e := range errata.All() {
		all[e.ID] = func() map[string]Number { return collect(e.ID, evidence(e.ID)) }
	}
	return all
}

// evidence shows the numbers of an erratum, in the digits that they have there.
func evidence(id string) func(Show) {
	return func(show Show) {
		if e := errata.EvidenceOf(id); e != nil {
			for _, v := range e.Values {
				if v.Name != "" {
					show(v.Name, verbOf(v.Digits), v.Float64())
				}
			}
		}
	}
}

// verbOf returns the verb that prints a number with as many digits.
func verbOf(digits string) string {
	mantissa, _, isPower := strings.Cut(digits, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	if isPower {
		return fmt.Sprintf("%%.%de", len(decimals))
	}
	return fmt.Sprintf("%%.%df", len(decimals))
}

// collect returns the numbers of a chapter.
func collect(chapter string, compute func(Show)) map[string]Number {
	all := map[string]Number{}
	compute(func(name, verb string, value any) {
		if _, twice := all[name]; twice {
			panic("two numbers of the name " + chapter + "." + name)
		}
		all[name] = Number{value, verb}
	})
	return all
}

// Figures draw docs/figures, by name, without .svg.
var Figures = map[string]func() ([]byte, error){
	"network-logistic": networkLogistic, "network-mlp": networkMLP, "loss-curve": lossCurve, "cost-histogram": costHistogram,
	"decision-regions": decisionRegions, "average": averages, "valley": valley, "gradient-error-v": gradientErrorV, "cancellation": cancellation,
}

// committed returns the text of a file of the module, whose folder is at or above the working
// directory. It panics if there is none.
func committed(name string) string {
	for up := "."; ; up = filepath.Join("..", up) {
		text, err := os.ReadFile(filepath.Join(up, name))
		if err == nil {
			return string(text)
		}
		if _, noModule := os.Stat(filepath.Join(up, "go.mod")); noModule == nil || len(up) > 30 {
			panic(err)
		}
	}
}
