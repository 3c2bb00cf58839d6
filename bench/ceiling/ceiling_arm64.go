//go:build !purego

package ceiling

// implementations lists the loops that this machine can run, fastest first. Every arm64
// machine that Go runs on has NEON.
var implementations = []implementation{{"neon", 24, 16, neonFloat64, neonFloat32}, portable}

//go:noescape
func neonFloat64(n int, x, y float64, c []float64)

//go:noescape
func neonFloat32(n int, x, y float32, c []float32)
