package roofline

// Vector arithmetic instructions that a kernel's loop executes for 64 bytes of its first
// operand, in its file of package tensor, counted by TestInstructionsAreThoseOfTheAssembly.
var instructions = map[string]map[string]int{
	"avx512": {
		"exp/float64": 20, "exp/float32": 36, "log/float64": 41, "log/float32": 68,
		"tanh/float64": 55, "tanh/float32": 42, "sigmoid/float64": 39, "sigmoid/float32": 56,
		"tanh-derivative/float64": 42, "tanh-derivative/float32": 46, "sigmoid-derivative/float64": 40, "sigmoid-derivative/float32": 42,
		"relu/float64": 1, "relu/float32": 1,
		"adam/float64": 20, "adam/float32": 20, "rmsprop/float64": 12, "rmsprop/float32": 12,
		"momentum/float64": 8, "momentum/float32": 8, "descent/float64": 2, "descent/float32": 2,
	},
	"avx2": {
		"exp/float64": 62, "exp/float32": 80, "log/float64": 94, "log/float32": 160,
		"tanh/float64": 122, "tanh/float32": 100, "sigmoid/float64": 130, "sigmoid/float32": 128,
		"tanh-derivative/float64": 134, "tanh-derivative/float32": 100, "sigmoid-derivative/float64": 130, "sigmoid-derivative/float32": 92,
		"relu/float64": 4, "relu/float32": 4,
		"adam/float64": 40, "adam/float32": 40, "rmsprop/float64": 24, "rmsprop/float32": 24,
		"momentum/float64": 16, "momentum/float32": 16, "descent/float64": 4, "descent/float32": 4,
	},
}

// widths are the bytes of a kernel's vectors.
var widths = map[string]float64{"avx512": 64, "avx2": 32}

// perElement returns the operations that a function has for each element: two for each
// element of each vector instruction.
func perElement(kernel, function, typ string) (flops float64, ok bool) {
	n, ok := instructions[kernel][function+"/"+typ]
	return 2 * float64(n) * widths[kernel] / 64, ok
}
