package book

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strings"
)

// place is a line of a file, and what is there.
type place struct {
	file string
	line int
	name string
}

// codeOf names the functions of trials whose number no doc comment in nn or adam carries, in
// package equations where it names no package.
var codeOf = map[string]string{
	"1": "dieLikelihood", "2": "mass", "3": "likelihoodProduct", "9": "chainRule", "10": "regressionChain", "11": "equation11",
	"12": "equation12", "13": "equation13", "14": "equation14", "15": "equation15", "16": "equation16", "17": "equation17",
	"18": "probeLogitSlope", "24": "outputChain", "25": "outputChain", "26": "probeLogitSlopeV", "27": "probeLogitSlopeC",
	"36": "totalDerivative", "37": "hiddenChain", "38": "hiddenChain", "39": "probeLogitSlopeZ", "40": "probePreactivationSlope",
	"52": "probeMean", "53": "varianceFormula", "B.1": "productRule", "B.2": "productRuleOn", "B.3": "productB3", "B.4": "probeB4",
	"B.5": "chainB5", "B.6": "quotientB6", "B.7": "lastB7", "Code 1": "nn.MLP.Backward", "Code 2": "nn.MLP.Backward",
	"Code 3": "nn.trainer.update", "Code 5": "probeDefaults", "Code 9": "nn.Workspace.loss", "Code 10": "nn.MLP.Forward",
	"Code 11": "nn.MLP.Backward", "Code 13": "adam.Adam.Update", "Algorithm 1": "nn.Train", "2.1.2": "dataset.Encoder.OneHot",
	"2.1.3": "logs", "2.2.4": "threeOutputs", "2.2.6": "isolated", "2.2.7": "nn.Logistic.Forward",
	"2.5.1": "adam.ClassicalMomentum.Update", "2.5.2": "adam.Average.Add", "2.5.5": "probeBiasExample",
}

var (
	addressLine = regexp.MustCompile(`(?m)^(?:Equations? \(|Sections? |Codes? ).*$`)
	numberName  = regexp.MustCompile(`\((\d+)\)|(Code \d+)`)
)

// NumbersIn returns the equations and listings in the last paragraph of a doc comment,
// if that is of them.
func NumbersIn(doc string) (numbers []string) {
	paragraphs := strings.Split(strings.TrimSpace(doc), "\n\n")
	for _, line := range addressLine.FindAllString(paragraphs[len(paragraphs)-1], -1) {
		sentence, _, _ := strings.Cut(line, ". ")
		for _, m := range numberName.FindAllStringSubmatch(sentence, -1) {
			numbers = append(numbers, m[1]+m[2])
		}
	}
	return numbers
}

// addresses returns the place of the code of each trial: the functions whose doc comments
// end with its number, or else the function that codeOf names.
func (b *Book) addresses() map[string][]place {
	found, named := map[string][]place{}, map[string]place{}
	for _, folder := range []string{"nn", "nn/dataset", "adam", "gradcheck/equations"} {
		b.functions(folder, func(at place, f *ast.FuncDecl) {
			named[strings.TrimPrefix(at.name, "equations.")] = at
			for _, number := range NumbersIn(f.Doc.Text()) {
				found[number] = append(found[number], at)
			}
		})
	}
	for number, name := range codeOf {
		if at, is := named[name]; is && found[number] == nil {
			found[number] = []place{at}
		}
	}
	return found
}

// functions calls a function with each function of a folder, but for tests.
func (b *Book) functions(folder string, do func(at place, f *ast.FuncDecl)) {
	for _, file := range b.glob(folder + "/*.go") {
		text, err := b.read(file)
		fset := token.NewFileSet()
		parsed, wrong := parser.ParseFile(fset, file, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil || wrong != nil || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is {
				do(place{file, fset.Position(f.Pos()).Line, path.Base(folder) + "." + fullName(f)}, f)
			}
		}
	}
}
