package tensor_test

import (
	"flag"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

// The six elementary functions as the long tests of accuracy see them:
//
//	go test ./tensor -run 'TestEveryFloat32$' -exhaustive -v -timeout 4h
//	go test ./tensor -run 'TestManyFloat64$' -exhaustive -v -timeout 8h -points=100000000
//
// try every float32 and many doubles, with the kernel that TENSOR_KERNEL names. Without
// the flags they try a sample.

var (
	exhaustiveFlag = flag.Bool("exhaustive", false, "try every float32, or a hundred million doubles, with each elementary function")
	pointsFlag     = flag.Int("points", 0, "doubles to try with each elementary function")
	hardFlag       = flag.String("hard", "", "`file` to which TestEveryFloat32 writes the inputs that are hardest to round")
)

// A subject is a function with references independent of the package: an estimate and an oracle.
type subject struct {
	function
	estimate func(float64) float64   // by package math, within 2⁻⁴⁰
	oracle   func(float64) (dd, int) // within 2⁻⁹⁵
	parity   parity
	humped   bool // it falls on both sides of 0; otherwise it rises
}

type parity int

const (
	neither parity = iota
	even
	odd
)

func subjects() []subject {
	by := map[string]subject{
		"Exp":               {estimate: math.Exp, oracle: ddExp},
		"Log":               {estimate: math.Log, oracle: ddLog},
		"Tanh":              {estimate: math.Tanh, oracle: ddTanh, parity: odd},
		"Sigmoid":           {estimate: sigmoidEstimate, oracle: ddSigmoid},
		"TanhDerivative":    {estimate: tanhDerivativeEstimate, oracle: ddTanhDerivative, parity: even, humped: true},
		"SigmoidDerivative": {estimate: sigmoidDerivativeEstimate, oracle: ddSigmoidDerivative, parity: even, humped: true},
	}
	var all []subject
	for _, f := range functions() {
		s := by[f.name]
		s.function = f
		all = append(all, s)
	}
	return all
}

func sigmoidEstimate(x float64) float64 {
	e := math.Exp(-math.Abs(x))
	if x < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}

func sigmoidDerivativeEstimate(x float64) float64 {
	e := math.Exp(-math.Abs(x))
	return e / ((1 + e) * (1 + e))
}

func tanhDerivativeEstimate(x float64) float64 { return 4 * sigmoidDerivativeEstimate(2*x) }

// nearest32 returns the float32 nearest to a number within 2⁻⁴⁰ of y, and whether all numbers
// in that range round to it. NaN, 0 and ±∞ are taken to be exact.
func nearest32(y float64) (value float32, sure bool) {
	margin := min(math.Abs(y), math.MaxFloat64) * 0x1p-40
	return float32(y), y != y || float32(y-margin) == float32(y+margin)
}

// tieDistance returns the distance of a number from the nearest midpoint of two
// float32, in ulp.
func tieDistance(exact *big.Float) float64 {
	value, _ := exact.Float32()
	return 0.5 - ulps(value, exact)
}

// ulps32 returns |got − y| in ulp of float32 at y, 2¹²⁸ standing for infinity. For an
// estimate y within 2⁻⁴⁰ it is good to 2⁻¹⁶, and typically to 2⁻²⁸.
func ulps32(got float32, y float64) float64 {
	const beyond = 0x1p128
	exponent := max(int(math.Float64bits(y)>>52&0x7ff)-1023, -126)
	y = min(max(y, -beyond), beyond)
	value := min(max(float64(got), -beyond), beyond)
	return math.Abs(value-y) * power2(23-min(exponent, 127))
}

// measurable reports whether math/big can compute f(x): not where n of bigExp is beyond
// its means, as for f = 0 or 1.
func (s subject) measurable(x float64) bool {
	if s.name == "Log" {
		return x > 0 && x <= math.MaxFloat64
	}
	return math.Abs(x) < 0x1p20
}

// relativeError returns |y − exact|/|exact|.
func relativeError(y float64, exact *big.Float) float64 {
	d := bigNew().Sub(bigOf(y), exact)
	share, _ := d.Quo(d, exact).Float64()
	return math.Abs(share)
}

// The estimates are within 2⁻⁴⁸, and more so within 2⁻⁴⁰, where float32 can hold the
// result.
func TestEstimatesAreClose(t *testing.T) {
	for _, s := range subjects() {
		all, largest := sampled(4), record{}
		for i := range all.count * all.width * 2 {
			x := float64(math.Float32frombits(all.at(i/2/all.width, i/2%all.width) | uint32(i&1)<<31))
			if !s.measurable(x) {
				continue
			}
			y, exact := s.estimate(x), s.exact(bigOf(x))
			switch e := exact.MantExp(nil); {
			case exact.Sign() == 0:
				require.Zero(t, y, "%s(%x)", s.name, x)
			case e < -160:
				require.Less(t, math.Abs(y), 0x1p-159, "%s(%x)", s.name, x)
			case e > 160:
				require.Greater(t, math.Abs(y), 0x1p158, "%s(%x)", s.name, x)
			default:
				largest.enter(relativeError(y, exact), x)
			}
		}
		t.Logf("%-18s within 2^%.1f, at %x", s.name, math.Log2(largest.ulps), largest.at)
		require.LessOrEqual(t, largest.ulps, 0x1p-48, "%s(%x)", s.name, largest.at)
	}
	require.Equal(t, 0x1p-39, relativeError(1+0x1p-39, bigOf(1)))
}
