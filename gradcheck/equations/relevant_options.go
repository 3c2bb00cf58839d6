package equations

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"chainrule/nn"
)

// RelevantOptions are the parts of a Choice that make a difference to a trial.
type RelevantOptions struct {
	Activations      []nn.Activation // activations in the trial's probes; one if it does not matter
	Kinds            []string        // kinds in its probes, the ordinary one first; only that if it does not matter
	Seed, N, D, M, K bool
	Print            bool // whether the paper's print differs from the candidate
}

// RelevantOptions returns the options that matter to the trial, found by changing each of them.
func (t Trial) RelevantOptions() RelevantOptions {
	base := Choice{Kind: string(ordinary), Seed: 1, N: 2, D: 2, M: 2, K: 3}
	k := RelevantOptions{Print: t.printed != nil || t.undefined != ""}
	k.Activations = alternatives(nn.Activations, func(σ nn.Activation) string {
		c := base
		c.Activation = σ
		return t.fingerprint(c)
	})
	base.Activation = k.Activations[0]
	k.Kinds = alternatives(Kinds(), func(name string) string {
		c := base
		c.Kind = name
		return t.fingerprint(c)
	})
	differs := func(turn func(c *Choice)) bool {
		c := base
		turn(&c)
		turned := t.fingerprint(c)
		return turned != "" && turned != t.fingerprint(base)
	}
	k.Seed = t.probesNetworks(base) || differs(func(c *Choice) { c.Seed++ })
	k.N, k.D = differs(func(c *Choice) { c.N++ }), differs(func(c *Choice) { c.D++ })
	k.M, k.K = differs(func(c *Choice) { c.M++ }), differs(func(c *Choice) { c.K++ })
	return k
}

// alternatives returns the choices with distinct fingerprints, without choices whose
// fingerprint is empty.
func alternatives[C any](choices []C, fingerprint func(C) string) (some []C) {
	var seen []string
	for _, c := range choices {
		if print := fingerprint(c); print != "" && !slices.Contains(seen, print) {
			some, seen = append(some, c), append(seen, print)
		}
	}
	return some
}

// fingerprint encodes the claims at a choice, to tell two choices apart; it is empty without claims.
func (t Trial) fingerprint(c Choice) string {
	probes := t.probe(c.points())
	if len(probes) == 0 {
		return ""
	}
	hash := sha256.New()
	for _, q := range probes {
		fmt.Fprintln(hash, q.blocks, q.x, q.claim.values)
	}
	return string(hash.Sum(nil))
}

// probesNetworks reports whether any probe has a network.
func (t Trial) probesNetworks(c Choice) bool {
	return slices.ContainsFunc(t.probe(c.points()), func(q *probe) bool { return q.model != nil })
}
