package adam_test

import (
	"chainrule/adam"
	"chainrule/tensor"
)

// updater is the interface common to the rules with moments.
type updater[F tensor.Float] interface {
	Update(θ, g []F)
	Moments() (m, v []F)
}

// ruleNames are the types of the rules, by their names in the golden file.
var ruleNames = map[string]string{
	"classical": "ClassicalMomentum", "momentum48": "Momentum", "rms49_inside": "RMSprop", "rms55_outside": "RMSprop",
	"adam56_nocorrection": "Adam", "adam59_outside": "Adam", "adam_code13_inside": "Adam",
}

// newRule returns the package's rule for n parameters, by its name in the golden file.
func newRule[F tensor.Float](name string, v vectors, n int) (updater[F], error) {
	rms := adam.RMSpropOptions{Rate: v.Eta, Beta: v.Beta2, Epsilon: v.Epsilon, EpsilonInside: name == "rms49_inside"}
	o := adam.Options{Rate: v.Eta, Beta1: v.Beta1, Beta2: v.Beta2, Epsilon: v.Epsilon,
		EpsilonInside: name == "adam_code13_inside", NoCorrection: name == "adam56_nocorrection"}
	switch ruleNames[name] {
	case "ClassicalMomentum":
		return adam.NewClassicalMomentum[F](n, v.Eta, v.Beta1)
	case "Momentum":
		return adam.NewMomentum[F](n, v.Eta, v.Beta1)
	case "RMSprop":
		return adam.NewRMSprop[F](n, rms)
	}
	return adam.New[F](n, o)
}

// computed returns the results of the package's rule: θ, m and v after each
// update; m or v is nil if the rule has none.
func computed(rule updater[float64], θ0 float64, g []float64) (θ, m, v []float64) {
	θt := []float64{θ0}
	for i := range g {
		rule.Update(θt, g[i:i+1])
		mt, vt := rule.Moments()
		θ, m, v = append(θ, θt...), append(m, mt...), append(v, vt...)
	}
	return θ, m, v
}
