package chapters

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn/experiment"
)

// What chapters 5 to 8 claim and prove, tried with numbers.

// For all batches of 2 of 5 rows, the mean of the estimates and of their squared errors.
func TestErrorOfABatch(t *testing.T) {
	const N, B = 5, 2
	g := []float64{3, -1, 4, 1, -5}
	sum, spread, mean, square, batches := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, x := range g {
		sum += x
	}
	for _, x := range g {
		spread += (x - sum/N) * (x - sum/N) / (N - 1)
	}
	for i := range g {
		for j := range i {
			estimate := (g[i] + g[j]) * N / B
			mean, square, batches = mean+estimate, square+(estimate-sum)*(estimate-sum), batches+1
		}
	}
	require.InDelta(t, sum, mean/batches, 1e-12)
	require.InDelta(t, N*N*spread/B*(1-float64(B)/N), square/batches, 1e-12)
}

func TestCorrectedAverageIsAMeanThatStopsWaiting(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 0))
	for _, β := range []float64{0, 0.5, 0.9, 0.999} {
		y, corrected, weights := sure(adam.NewEWMA(β)), 0.0, 0.0
		for range 3000 {
			x := r.NormFloat64()
			y.Add(x)
			weights = 1 + float64(β*weights) // 1 + β + … + β^(t−1)
			corrected += (x - corrected) / weights
			require.InDelta(t, corrected, y.Corrected(), 1e-12)
		}
	}
}

// longest is the bound on the step t of Adam with ε = 0, in rates.
func longest(β1, β2 float64, t int) float64 {
	q := β1 * β1 / β2
	n := float64(t)
	return math.Sqrt(1-math.Pow(β2, n)) / (1 - math.Pow(β1, n)) * stepBound(β1, β2) * math.Sqrt(1-math.Pow(q, n))
}

func TestNoStepOfAdamIsLonger(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 0))
	for _, β1 := range []float64{0.9, 0.99} {
		require.InDelta(t, 1, longest(β1, 0.999, 1), 1e-9)
		for n := 1; n < 20000; n++ {
			require.GreaterOrEqual(t, longest(β1, 0.999, n+1), longest(β1, 0.999, n)*(1-1e-12), "it only grows")
		}
		gs, size := make([]float64, 3000), 0.0
		for i := range gs {
			size += r.NormFloat64() / 4 // a random walk: there are times of growth
			gs[i] = math.Exp(size)
		}
		some := 0.0
		for i, step := range stepsOf(plainAdam(β1), gs...) {
			require.LessOrEqual(t, math.Abs(step), longest(β1, 0.999, i+1)*(1+1e-9))
			some = max(some, math.Abs(step))
		}
		require.Greater(t, some, 1.0, "longer than the rate")
		require.InDelta(t, stepBound(β1, 0.999), growingStep(β1), 1e-4)
	}
}

// θₜ₊₁² − (1+β−h)·θₜ₊₁θₜ + βθₜ² shrinks by β with each step: a squared length, if the roots
// are complex, so that θ shrinks by √β whatever the curvature.
func TestMomentumHasOnePace(t *testing.T) {
	const β, η = 0.9, 1.0
	for _, λ := range []float64{0.05, 1, 10, 30} {
		h := η * (1 - β) * λ
		require.Less(t, math.Pow(1+β-h, 2), 4*β, "complex")
		rule, θ := sure(adam.NewMomentum[float64](1, η, β)), []float64{1}
		length := func(next, now float64) float64 { return next*next - (1+β-h)*next*now + β*now*now }
		before := 0.0
		for range 50 {
			now := θ[0]
			rule.Update(θ, []float64{λ * now})
			if after := length(θ[0], now); before > 0 {
				require.InEpsilon(t, β*before, after, 1e-6)
			}
			before = length(θ[0], now)
		}
	}
}

func TestBestRateOfDescent(t *testing.T) {
	const steep, flat = 100.0, 1.0
	pace := func(η float64) float64 { return max(math.Abs(1-η*steep), math.Abs(1-η*flat)) }
	best := 2 / (steep + flat)
	require.InDelta(t, 99.0/101, pace(best), 1e-12)
	require.Greater(t, pace(best*1.01), pace(best))
	require.Greater(t, pace(best*0.99), pace(best))
	require.InDelta(t, 115, math.Log(10)/-math.Log(pace(best)), 0.5)
	require.InDelta(t, 11.5, math.Log(10)/-math.Log(9.0/11), 0.1)
}

// Of a constant gradient that two of ten batches do not have, Adam makes steps that are longer
// by √(10/8), counted per batch with rows.
func TestEmptyBatchesRaiseTheRate(t *testing.T) {
	rule, θ := sure(adam.New[float64](1, adam.Listing())), []float64{0}
	at := 0.0
	for step := range 40000 {
		if step == 20000 {
			at = θ[0]
		}
		g := 50.0
		if step%10 >= 8 {
			g = 0
		}
		rule.Update(θ, []float64{g})
	}
	require.InEpsilon(t, math.Sqrt(10.0/8), (at-θ[0])/(16000*adam.Listing().Rate), 1e-3)
}

// The bound of a step grows with t for all decays with β₁² < β₂, as chapter 8 proves.
func TestTheBoundOfAStepGrowsForAllDecays(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 0))
	for range 300 {
		β2 := r.Float64()
		β1 := r.Float64() * math.Sqrt(β2)
		middle := func(n float64) float64 {
			return (1 - math.Pow(β2, n)) * (1 - math.Pow(β1*β1/β2, n)) / math.Pow(1-math.Pow(β1, n), 2)
		}
		for n := 1.0; n < 100; n++ {
			require.GreaterOrEqual(t, middle(n+1), middle(n)*(1-1e-12), "%v %v", β1, β2)
		}
	}
}

// What goes into a ReLU unit balances what comes out for any residual, so that the balance judges the slope
// and not the residual: chapter 4.
func TestTheBalanceIsBlindToTheResidual(t *testing.T) {
	at, X, r := start7(), experiment.PaperRows().X, rand.New(rand.NewPCG(10, 0))
	R := make([][3]float64, X.Rows())
	for n := range R {
		R[n] = [3]float64{r.NormFloat64(), r.NormFloat64(), r.NormFloat64()}
	}
	for m := range 50 {
		into, outof, wrong := 0.0, 0.0, 0.0
		for n := range R {
			z, α, back := at.s.Z.At(n, m), at.s.Alpha.At(n, m), 0.0
			for k, x := range R[n] {
				back += x * at.θ.V.At(m, k)
			}
			outof += z * back
			if α > 0 {
				into += α * back // Σ W·x + b is α
			}
			wrong += α * back * z * (1 - z)
		}
		require.InDelta(t, outof, into, 1e-9)
		require.Greater(t, math.Abs(outof-wrong), 1e-3, "the sigmoid's slope is seen")
	}
}
