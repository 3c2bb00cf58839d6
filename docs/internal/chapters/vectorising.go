package chapters

import (
	"chainrule/nn"
	"chainrule/tensor"
)

// vectorisingNumbers computes the numbers of docs/chapters/05-vectorising.md that no erratum
// has.
func vectorisingNumbers(show Show) {
	defined, fitting := chains()
	show("conform", "%d", defined)
	show("fit", "%d", fitting)
	const N, D, M, K = 128, 784, 512, 10
	show("linear", "%.1f million", (N*D*K+D*K*M)/1e6)
	show("products", "%.1f million", (N*K*M+N*M+N*M*D)/1e6)
	show("loops", "%.0f million", 3.0*D*M*N*K/1e6)

	slope, z := tensor.FromRows([]float64{19}), tensor.FromRows([]float64{19})
	nn.Derivative(nn.Tanh, slope, slope)
	nn.Apply(nn.Tanh, z, z)
	show("tanh-19", "%.4g", slope.At(0, 0))
	show("tanh-19-short", "%.4g", 1-float64(z.At(0, 0)*z.At(0, 0)))
}

// chains counts the products of X, T − Y and V in any order, each perhaps transposed, that are
// defined, and how many of them have the shape of W. No two sizes are equal.
func chains() (defined, fitting int) {
	const N, D, M, K = 7, 2, 5, 3
	shapes := [3][2]int{{N, D}, {N, K}, {M, K}}
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		for transposed := range 8 {
			var s [3][2]int
			for place, i := range order {
				swap := transposed >> i & 1
				s[place] = [2]int{shapes[i][swap], shapes[i][1-swap]}
			}
			if s[0][1] == s[1][0] && s[1][1] == s[2][0] {
				defined++
				fitting += countIf(s[0][0] == D && s[2][1] == M)
			}
		}
	}
	return defined, fitting
}
