package equations

import (
	_ "embed" // of registry.txt
	"fmt"
	"strings"

	"chainrule/nn"
)

//go:embed registry.txt
var statements string

// registry has every trial: the equations of sections 2.1, 2.2, 2.3 and 2.5, then the
// proofs of appendix B, the listings with Algorithm 1, and the worked examples.
var registry = must(readTrials(statements))

// readTrials reads the statements, with the probes that decide about each.
func readTrials(text string) (all []Trial, err error) {
	for i, line := range strings.Split(text, "\n") {
		key, rest, _ := strings.Cut(line, " ")
		switch last := len(all) - 1; key {
		case "", "#":
		case "trial":
			f := strings.SplitN(rest, " | ", 4)
			if len(f) < 4 || probing[f[0]] == nil {
				return nil, fmt.Errorf("registry.txt:%d: want a number that has probes | section | status | statement", i+1)
			}
			all = append(all, Trial{Number: f[0], Section: f[1], Status: Status(f[2]), Statement: f[3], probe: probing[f[0]], printed: printing[f[0]]})
		case "errata":
			all[last].Errata = strings.Fields(rest)
		case "note":
			all[last].Note = rest
		case "undefined":
			all[last].undefined = rest
		default:
			return nil, fmt.Errorf("registry.txt:%d: want trial, errata, note or undefined", i+1)
		}
	}
	return all, nil
}

// probes are the probes of a statement at some points.
type probes = func(*Points) []*probe

// probing has the probes of the code, or of the formula, by number.
var probing = map[string]probes{
	"1": probeDie, "2": probeMass, "3": each(networks, probeLikelihood), "4": gather(losses.probes, regressionLosses.probes), "5": each(everywhere, probeSampleLosses),
	"6": regressionY.probes, "7": regressionJ.probes, "8": regressionA.probes,
	"9": each(fixed(-0.75, 0.0625, 0.25, -3), probeChain), "10": each(networks, regressionForm(regressionChain[precise])),
	"11": probeSoftmax(other, equation11[precise]), "12": probeSoftmax(other, equation12[precise]), "13": probeSoftmax(same, equation13[precise]),
	"14": probeSoftmax(same, equation14[precise]), "15": probeSoftmax(same, equation15[precise]), "16": probeSoftmax(any2, equation16[precise]),
	"17": probeLogSlope, "18": each(networks, probeLogitSlope), "19": probeRegressionGradient, "20": probeRegressionGradient,

	"21": valuesZ.probes, "22": valuesY.probes, "23": logLikelihoods.probes,
	"24": form("V", outputChain[precise]), "25": form("c", outputChain[precise]), "26": each(networks, probeLogitSlopeV), "27": each(networks, probeLogitSlopeC),
	"28": code("V"), "29": code("c"), "30": code("V"),
	"31": valuesα.probes, "32": valuesZ.probes, "33": valuesA.probes, "34": valuesY.probes, "35": logLikelihoods.probes, "36": each(fixed(0.75, 2, 0.125, 1), probeTotal),
	"37": form("W", hiddenChain[precise]), "38": form("b", hiddenChain[precise]), "39": each(networks, probeLogitSlopeZ), "40": each(networks, probePreactivationSlope),
	"41": probeSlopes(nn.Sigmoid), "42": probeSlopes(nn.Tanh), "43": probeSlopes(nn.ReLU),
	"44": both(code("W"), form("W", genericForm[precise])), "45": both(code("b"), form("b", genericForm[precise])),
	"46": both(code("W", nn.Sigmoid), form("W", sigmoidForm[precise], nn.Sigmoid)), "47": both(code("W"), form("W", genericForm[precise])),

	"48": momentum.probes(false), "49": rmsprop.probes(true), "50": probeMean, "51": probeEWMA("X̄"), "52": probeMean,
	"53": probeByFormula("var", varianceFormula[precise], closedVariance[big], closedVariance[rat]), "54": momentum.probes(false),
	"55": rmsprop.probes(false), "56": adamRule(false).probes(false), "57": probeEWMA("y"), "58": probeCorrected, "59": adamRule(true).probes(false),

	"B.1": softmaxProof(other, line{"product rule", productRuleOff}, line{"last line", equation11[precise]}),
	"B.2": softmaxProof(same, line{"product rule", productRuleOn}, line{"last line", equation13[precise]}),
	"B.3": each(fixed([]float64{0, 0.25}, []float64{1, 0.0625}, []float64{0.5, 0.9990234375}, []float64{3, 0x1p-40}), probeB3),
	"B.4": gather(probeB4, each(networks, probeLogitSlope)),
	"B.5": slopeProof(nn.Sigmoid, ofOne("chain rule", chainB5[precise]), ofOne("two factors", productB5[precise]), ofOne("last line", lastB5[precise])),
	"B.6": slopeProof(nn.Tanh, ofOne("quotient rule", quotientB6[precise]), ofOne("one minus a square", squareB6[precise]), ofOne("last line", lastB6[precise])),
	"B.7": slopeProof(nn.ReLU, ofOne("last line", lastB7[precise])),

	"Code 1": code("c"), "Code 2": code("b"), "Code 3": each(networks, probeEpoch), "Code 4": probeBatches, "Code 5": probeDefaults, "Code 6": probeDataset,
	"Code 7": probeSplit, "Code 8": probeBinarizer, "Code 9": gather(losses.probes, regressionLosses.probes), "Code 10": probeForward,
	"Code 11":     gather(code("V", nn.ReLU), code("c", nn.ReLU), code("W", nn.ReLU), code("b", nn.ReLU)),
	"Algorithm 1": gather(code("V", nn.ReLU), code("c", nn.ReLU), code("W", nn.ReLU), code("b", nn.ReLU)),
	"Code 12":     probePredictions, "Code 13": adamRule(true).probes(true),

	"2.1.2": probeIndicator, "2.1.3": probeLogs, "2.2.4": each(threeLogits, probeThreeOutputs), "2.2.6": each(networks, probeIsolated), "2.2.7": regressionA.probes,
	"2.5.1": classical.probes(false), "2.5.5": probeBiasExample,
	"Depth": probeDepth,
	"2.5.2": gather(probeByFormula("X̄", recursion[precise], closedMean[big], closedMean[rat]), probeEWMA("average")),
}

// printing has the probes of the printed form where it differs.
var printing = map[string]probes{
	"4": losses.printed, "19": each(oneHot, printedRegression), "20": each(oneHot, printedRegression),
	"21": valuesZ.printed, "22": valuesY.printed, "23": logLikelihoods.printed, "28": sumAsLogitSlope("V"), "29": sumAsLogitSlope("c"),
	"30": printedForm("V", genericForm[precise]), "31": valuesα.printed, "32": valuesZ.printed, "33": valuesA.printed, "34": valuesY.printed,
	"35": logLikelihoods.printed, "39": each(oneHot, printed39), "41": printedSlopes(nn.Sigmoid), "42": printedSlopes(nn.Tanh), "43": printedSlopes(nn.ReLU),
	"44": printedForm("W", sigmoidForm[precise]), "45": printedForm("b", sigmoidForm[precise]),
	"46": printedForm("W", sigmoidForm[precise], nn.ReLU), "47": printedForm("W", comparedForm[precise]),
	"51": printed51, "58": printedCorrection, "59": adamRule(true).printed(false),
	"B.1":    softmaxProof(other, line{"last line", printedB1[precise]}),
	"B.5":    slopeProof(nn.Sigmoid, ofOne("one fraction", printedB5[precise])),
	"B.7":    slopeProof(nn.ReLU, ofOne("last line", printedB7[precise])),
	"Code 1": printedForm("c", genericForm[precise]), "Code 8": printedBinarizer, "Code 9": each(everywhere, printedCost), "Code 10": each(everywhere, printedForward),
	"Code 11": gather(printedForm("V", genericForm[precise], nn.ReLU), printedForm("c", genericForm[precise], nn.ReLU),
		printedForm("W", genericForm[precise], nn.ReLU), printedForm("b", genericForm[precise], nn.ReLU)),
	"Code 13": adamRule(true).printed(true),
	"Algorithm 1": gather(printedForm("V", genericForm[precise], nn.ReLU), printedForm("c", genericForm[precise], nn.ReLU),
		printedForm("W", comparedForm[precise], nn.ReLU), printedForm("b", sigmoidForm[precise], nn.ReLU)),
	"2.1.2": printedIndicator, "2.1.3": printedLogs, "2.2.6": each(oneHot, printedIsolated), "2.2.7": each(oneHot, printedColumns), "2.5.5": printedBiasExample,
}

// each returns a probe at each of some points, where it is not nil.
func each[P any](points func(*Points) []P, of func(P) *probe) probes {
	return func(p *Points) (qs []*probe) {
		for _, point := range points(p) {
			if q := of(point); q != nil {
				qs = append(qs, q)
			}
		}
		return qs
	}
}

// fixed are the same points always.
func fixed[P any](points ...P) func(*Points) []P { return func(*Points) []P { return points } }

// gather returns the probes of several lists.
func gather(lists ...probes) probes {
	return func(p *Points) (qs []*probe) {
		for _, list := range lists {
			qs = append(qs, list(p)...)
		}
		return qs
	}
}

// both returns the probes of the code and of the formula.
func both(code, formula probes) probes {
	return gather(code, func(p *Points) []*probe {
		qs := formula(p)
		for _, q := range qs {
			q.name += ", by the formula"
		}
		return qs
	})
}
