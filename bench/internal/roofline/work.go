package roofline

import (
	"strconv"
	"strings"

	"chainrule/bench/internal/cases"
)

// Work is the minimum arithmetic and memory traffic of an operation.
type Work struct {
	Flops    float64
	Bytes    float64 // read and written
	Place    float64 // that the operands take: less than Bytes where some are read and written
	Elements float64 // of the result
	Type     string  // of the elements: float64 or float32
	Call     string  // the kind of operation, for the time of a call: product, function, softmax or update
	Calls    int
	Title    string // the operation in a few words
}

// Intensity returns the operations for each byte.
func (w Work) Intensity() float64 { return w.Flops / w.Bytes }

// sizes are the bytes of an element.
var sizes = map[string]float64{"float64": 8, "float32": 4}

// Product is C ← A·B, C of m×n, with inner dimension k.
func Product(typ string, m, n, k int) Work {
	M, N, K := float64(m), float64(n), float64(k)
	bytes := sizes[typ] * (M*K + K*N + M*N)
	return Work{Flops: 2 * M * N * K, Bytes: bytes, Place: bytes, Elements: M * N, Type: typ, Call: "product", Calls: 1}
}

// Pass is the work of a pass over n elements which reads and writes so many numbers for each, of the
// given number of arrays, and multiplies so often.
func Pass(typ string, n, numbers, arrays, multiplications int) Work {
	N := float64(n)
	return Work{Flops: 2 * float64(multiplications) * N, Bytes: sizes[typ] * float64(numbers) * N, Place: sizes[typ] * float64(arrays) * N, Elements: N, Type: typ, Call: "function", Calls: 1}
}

// Elementwise is a pass with the multiplications of a function of the kernel; false if they
// have not been counted.
func Elementwise(kernel, function, typ string, n, numbers, arrays int) (Work, bool) {
	w := Pass(typ, n, numbers, arrays, 0)
	flops, ok := perElement(kernel, function, typ)
	w.Flops = flops * float64(n)
	return w, ok
}

// Softmax is the work of a softmax of rows×cols numbers, with an exponential for each. Its
// comparisons, sums and divisions are not counted.
func Softmax(kernel, typ string, rows, cols int) (Work, bool) {
	w, ok := Elementwise(kernel, "exp", typ, rows*cols, 2, 2)
	w.Call = "softmax"
	return w, ok
}

// moved is the count of numbers that an update reads and writes for each parameter, and arrays the
// count of arrays.
var (
	moved  = map[string]int{"adam": 7, "rmsprop": 5, "momentum": 5, "descent": 3}
	arrays = map[string]int{"adam": 4, "rmsprop": 3, "momentum": 3, "descent": 2}
)

// Update is a step of a rule for n parameters.
func Update(kernel, rule, typ string, n int) (Work, bool) {
	w, ok := Elementwise(kernel, rule, typ, n, moved[rule], arrays[rule])
	w.Call = "update"
	return w, ok && moved[rule] > 0
}

// Of returns the work of a benchmark by its name, without Benchmark and kernel, such as
// Product/type=float64/m=8/n=8/k=8; ok is false for an unknown benchmark.
func Of(name, kernel string) (w Work, ok bool) {
	family, keys := Split(name)
	number := func(key string) int { n, _ := strconv.Atoi(keys[key]); return n }
	typ := keys["type"]
	switch family {
	case "Product":
		w, ok = Product(typ, number("m"), number("n"), number("k")), true
		w.Title = strings.Join([]string{keys["m"], keys["n"], keys["k"]}, "×") + " " + keys["variant"]
	case "Functions":
		w, ok = Elementwise(kernel, keys["fn"], typ, cases.Elements, 2, 2)
		w.Title = keys["fn"]
	case "Softmax":
		w, ok = Softmax(kernel, typ, number("rows"), number("cols"))
		w.Title, ok = "softmax "+keys["rows"]+"×"+keys["cols"], ok && keys["op"] == "softmax"
	case "Update":
		w, ok = Update(kernel, keys["rule"], typ, number("n"))
		w.Title = keys["rule"] + " " + keys["n"]
	}
	return w, ok && sizes[typ] > 0 && w.Flops > 0
}

// Split returns the first part of a benchmark's name, and the values of the others by their
// keys.
func Split(name string) (family string, keys map[string]string) {
	parts := strings.Split(name, "/")
	keys = map[string]string{}
	for _, part := range parts[1:] {
		key, value, _ := strings.Cut(part, "=")
		keys[key] = value
	}
	return parts[0], keys
}
