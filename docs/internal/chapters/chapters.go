// Package chapters computes what the chapters of the book show: the numbers within their
// lines and the figures. A file has the numbers of one chapter.
package chapters

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

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
	"errata": errataNumbers, "answer": answerNumbers, "tiny": tinyNumbers,
}

// Number is a value that a chapter shows, in the form of [prose], and the verb of package fmt that prints it.
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
// chapter or of the evidence of an erratum. They panic if two have one name.
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
					show(v.Name, v.Verb(), v.Float64())
				}
			}
		}
	}
}

// collect returns the numbers of a chapter.
func collect(chapter string, compute func(Show)) map[string]Number {
	all := map[string]Number{}
	compute(func(name, verb string, value any) {
		if _, twice := all[name]; twice {
			panic("two numbers of the name " + chapter + "." + name)
		}
		all[name] = Number{prose{value}, verb}
	})
	return all
}

// Figures draw docs/figures, by name, without .svg.
var Figures = map[string]func() ([]byte, error){
	"network-logistic": networkLogistic, "network-mlp": networkMLP, "loss-curve": lossCurve, "cost-histogram": costHistogram,
	"decision-regions": decisionRegions, "average": averages, "valley": valley, "gradient-error-v": gradientErrorV, "cancellation": cancellation,
	"descent": descentSteps, "likelihood": likelihoodOfRolls, "jacobian": jacobianSquare, "shapes": shapesToScale, "backpropagation": backpropagation,
	"batches": batchCloud, "hidden-units": hiddenUnits, "doubles": doublesLine, "stripes": stripesAndChain,
}

// Root returns the module's folder, which is the working folder or one above it.
func Root() (string, error) {
	folder, err := os.Getwd()
	for ; err == nil; folder = filepath.Dir(folder) {
		_, noModule := os.Stat(filepath.Join(folder, "go.mod"))
		_, noBook := os.Stat(filepath.Join(folder, "docs", "internal", "book"))
		switch {
		case noModule == nil && noBook == nil:
			return folder, nil
		case folder == filepath.Dir(folder):
			return "", errors.New("the working folder is not in the module, whose source the book is written from")
		}
	}
	return "", err
}

// committed returns the text of a file of the module. It panics if there is none.
func committed(name string) string {
	return string(sure(os.ReadFile(filepath.Join(sure(Root()), name))))
}
