package tensor

import (
	"math"
	"unsafe"
)

// The updates of this file make one pass over the parameters θ, their gradient g and
// its moments m and v. Each operation is rounded, in the order of the formula;
// nothing is fused. α stands in place of 1−β; the caller computes it once.
//
// A first moment of a magnitude below the smallest normal number ν becomes 0, and so does a second
// moment, but only where it divides 0: where the new m, or in RMSprop g, is 0; and where it is below ε, lest
// 0/√v become 0/0 without it. Else it may be subnormal, and the step follows the formula. A step of Adam lacks little without an m < ν: a v above 0 is at
// least ν·2u, and m/√v below √(ν/2u), 2⁻⁵¹ in float32. A v that was left out, below ν, shows only in
// steps by gradients below √(ν/α2); they are as long as at a start at most, where m and v are α1·g and α2·g².

// UpdateDescent sets θ ← θ − η·g.
//
// It panics, before anything is changed, if the lengths differ or slices overlap.
func UpdateDescent[F Float](θ, g []F, η F) {
	checkUpdate("UpdateDescent", "θg", θ, g)
	numbers := updateNumbers[F]{η: η}
	update(descentUpdate, θ, g, nil, nil, &numbers)
}

// UpdateMomentum sets m ← β·m + α·g, then θ ← θ − η·m.
//
// It panics, before anything is changed, if the lengths differ or slices overlap.
func UpdateMomentum[F Float](θ, g, m []F, η, β, α F) {
	checkUpdate("UpdateMomentum", "θgm", θ, g, m)
	numbers := updateNumbers[F]{η: η, β1: β, α1: α}
	update(momentumUpdate, θ, g, m, nil, &numbers)
}

// UpdateClassicalMomentum sets m ← μ·m − η·g, then θ ← θ + m.
//
// It panics, before anything is changed, if the lengths differ or slices overlap.
func UpdateClassicalMomentum[F Float](θ, g, m []F, η, μ F) {
	checkUpdate("UpdateClassicalMomentum", "θgm", θ, g, m)
	numbers := updateNumbers[F]{η: η, β1: μ}
	update(classicalMomentumUpdate, θ, g, m, nil, &numbers)
}

// UpdateRMSprop sets v ← β·v + (α·g)·g, then θ ← θ − (η·g)/(√v + ε), or
// θ − (η·g)/√(v + ε) if ε stands inside. It panics, before anything is changed, if the
// lengths differ or slices overlap.
func UpdateRMSprop[F Float](θ, g, v []F, η, β, α, ε F, inside bool) {
	checkUpdate("UpdateRMSprop", "θgv", θ, g, v)
	numbers := updateNumbers[F]{η: η, β2: β, α2: α, ν: min(ε, smallest[F]())}
	numbers.place(ε, inside)
	update(rmspropUpdate, θ, g, nil, v, &numbers)
}

// AdamNumbers holds the coefficients of an update by Adam: the rate η, the decay rates β1
// and β2, α1 = 1−β1 and α2 = 1−β2, ε, which may stand inside the root, and the
// corrections C1 = 1/(1−β1ᵗ) and C2 = 1/(1−β2ᵗ).
type AdamNumbers[F Float] struct {
	Rate, Beta1, Alpha1, Beta2, Alpha2, Epsilon, C1, C2 F

	Inside bool
}

// UpdateAdam sets m ← β1·m + α1·g and v ← β2·v + (α2·g)·g, then
// θ ← θ − (η·(m·C1))/(√(v·C2) + ε), or, with ε inside, θ − (η·(m·C1))/√(v·C2 + ε).
//
// It panics, before anything is changed, if the lengths differ or slices overlap.
func UpdateAdam[F Float](θ, g, m, v []F, a AdamNumbers[F]) {
	checkUpdate("UpdateAdam", "θgmv", θ, g, m, v)
	numbers := updateNumbers[F]{η: a.Rate, β1: a.Beta1, α1: a.Alpha1, β2: a.Beta2, α2: a.Alpha2, c1: a.C1, c2: a.C2, ν: min(a.Epsilon, smallest[F]())}
	numbers.place(a.Epsilon, a.Inside)
	update(adamUpdate, θ, g, m, v, &numbers)
}

// checkUpdate panics unless the slices, whose letters are given, have one length and do
// not overlap.
func checkUpdate[F Float](op, letters string, all ...[]F) {
	for i, x := range all {
		if len(x) != len(all[0]) {
			panicShapes(op, "%d elements of %c, %d of θ", len(x), []rune(letters)[i], len(all[0]))
		}
		for _, y := range all[:i] {
			if meet(x, y) {
				panic(&OverlapError{op, string([]rune(letters)[i])})
			}
		}
	}
}

// An updateRule selects one of the rules; assembly has a kernel for each.
type updateRule uint8

const (
	descentUpdate updateRule = iota
	momentumUpdate
	classicalMomentumUpdate
	rmspropUpdate
	adamUpdate
)

// updateNumbers holds the coefficients of a rule; each rule reads the ones in its formula. Below ν a
// second moment is cleared: the smallest normal number, or ε if that is less. ε stands inside the root or
// outside; the other of the two numbers is 0.
type updateNumbers[F Float] struct{ η, β1, α1, β2, α2, inside, outside, c1, c2, ν F }

func (c *updateNumbers[F]) place(ε F, inside bool) {
	if inside {
		c.inside = ε
	} else {
		c.outside = ε
	}
}

// An updateTask is the argument of an update kernel: n elements at each address, and the coefficients.
// Assembly reads the fields by their names.
type updateTask struct {
	theta, g, m, v unsafe.Pointer
	n              int
	numbers        unsafe.Pointer
}

// update applies the rule, a chunk at a time, since a call can't be preempted.
func update[F Float](k updateRule, θ, g, m, v []F, numbers *updateNumbers[F]) {
	if !vectorisedElements() {
		updateGeneric(k, θ, g, m, v, numbers)
		return
	}
	for lo := 0; lo < len(θ); lo += chunk {
		hi := min(lo+chunk, len(θ))
		w := updateTask{theta: address(θ[lo:hi]), g: address(g[lo:hi]), n: hi - lo, numbers: unsafe.Pointer(numbers)}
		if m != nil {
			w.m = address(m[lo:hi])
		}
		if v != nil {
			w.v = address(v[lo:hi])
		}
		w.run(k, int(unsafe.Sizeof(θ[0])))
	}
}

// updateGeneric is update by the definition of the rule.
func updateGeneric[F Float](k updateRule, θ, g, m, v []F, c *updateNumbers[F]) {
	for i, gi := range g {
		switch k {
		case descentUpdate:
			θ[i] -= F(c.η * gi)
		case momentumUpdate:
			m[i] = normal(F(c.β1*m[i]) + F(c.α1*gi))
			θ[i] -= F(c.η * m[i])
		case classicalMomentumUpdate:
			m[i] = normal(F(c.β1*m[i]) - F(c.η*gi))
			θ[i] += m[i]
		case rmspropUpdate:
			v[i] = settled(F(c.β2*v[i])+F(F(c.α2*gi)*gi), gi, c.ν)
			θ[i] -= F(c.η*gi) / root(v[i], c.inside, c.outside)
		default:
			m[i] = normal(F(c.β1*m[i]) + F(c.α1*gi))
			v[i] = settled(F(c.β2*v[i])+F(F(c.α2*gi)*gi), m[i], c.ν)
			mHat, vHat := F(m[i]*c.c1), F(v[i]*c.c2)
			θ[i] -= F(c.η*mHat) / root(vHat, c.inside, c.outside)
		}
	}
}

// root returns √v + ε, or √(v+ε) if ε stands inside: one of the two is 0. The float64 root of a float32,
// rounded to float32, is the float32 root: 53 ≥ 2·24 + 2.
func root[F Float](v, inside, outside F) F {
	return F(math.Sqrt(float64(v+inside))) + outside
}

// settled returns v ≥ 0, or 0 where it divides 0 and is below ν.
func settled[F Float](v, numerator, ν F) F {
	if numerator == 0 && v < ν {
		return 0
	}
	return v
}

// normal returns x, or 0 if its magnitude is below the smallest normal
// number. The moments of a unit whose gradient stays 0 would else decay into the
// subnormal numbers, which slow some processors down by a factor of 10, and never
// reach 0: 0.9 times the smallest of them rounds to itself.
func normal[F Float](x F) F {
	if ν := smallest[F](); -ν < x && x < ν {
		return 0
	}
	return x
}

// smallest returns the smallest normal number.
func smallest[F Float]() F {
	if unsafe.Sizeof(F(0)) == 4 {
		return 0x1p-126
	}
	return F(0x1p-1022)
}
