package roofline

// multiplications is the number of vector multiplications and fused multiply-adds that a kernel's
// loop executes for 64 bytes of its first operand, in its file of package tensor, verified by
// TestMultiplicationsAreThoseOfTheAssembly; for ReLU, which has none, its comparison counts. Exp, log, tanh and sigmoid of
// float32 in AVX-512 have the counts of the kernels that the committed record has timed. Those of today have fewer
// (see narrow in the test), so that their share of the roof is shown too high until there is a new record.
var multiplications = map[string]map[string]int{
	"avx512": {
		"exp/float64": 13, "exp/float32": 20, "log/float64": 15, "log/float32": 24, "log1p/float64": 14, "log1p/float32": 24,
		"tanh/float64": 22, "tanh/float32": 20, "sigmoid/float64": 19, "sigmoid/float32": 22,
		"tanh-derivative/float64": 23, "tanh-derivative/float32": 24, "sigmoid-derivative/float64": 23, "sigmoid-derivative/float32": 22,
		"relu/float64": 1, "relu/float32": 1,
		"adam/float64": 8, "adam/float32": 8, "rmsprop/float64": 4, "rmsprop/float32": 4,
		"momentum/float64": 3, "momentum/float32": 3, "descent/float64": 1, "descent/float32": 1,
	},
	"avx2": {
		"exp/float64": 28, "exp/float32": 40, "log/float64": 30, "log/float32": 48, "log1p/float64": 28, "log1p/float32": 48,
		"tanh/float64": 44, "tanh/float32": 40, "sigmoid/float64": 44, "sigmoid/float32": 44,
		"tanh-derivative/float64": 52, "tanh-derivative/float32": 48, "sigmoid-derivative/float64": 52, "sigmoid-derivative/float32": 44,
		"relu/float64": 2, "relu/float32": 2,
		"adam/float64": 16, "adam/float32": 16, "rmsprop/float64": 8, "rmsprop/float32": 8,
		"momentum/float64": 6, "momentum/float32": 6, "descent/float64": 2, "descent/float32": 2,
	},
}

// widths are the bytes of a kernel's vectors.
var widths = map[string]float64{"avx512": 64, "avx2": 32}

// perElement returns the operations that a function has for each element: two for each
// element of each multiplication.
func perElement(kernel, function, typ string) (flops float64, ok bool) {
	n, ok := multiplications[kernel][function+"/"+typ]
	return 2 * float64(n) * widths[kernel] / 64, ok
}
