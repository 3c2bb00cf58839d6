package roofline

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	beginning = regexp.MustCompile(`^TEXT ·(\w+)\(SB\)`)
	label     = regexp.MustCompile(`^(\w+):`)
	product   = regexp.MustCompile(`^\s+V(MUL|FN?M(ADD|SUB))`)
	stride    = regexp.MustCompile(`^\s+ADDQ\s+\$(\d+), (DX|DI)$`)
)

// count returns the multiplications and fused multiply-adds for 64 bytes in the loop of each kernel of
// an assembly file.
func count(text string) map[string]int {
	counts := map[string]int{}
	kernel, within, n := "", false, 0
	for _, line := range strings.Split(text, "\n") {
		if m := beginning.FindStringSubmatch(line); m != nil {
			kernel = m[1]
		}
		if m := label.FindStringSubmatch(line); m != nil {
			within, n = m[1] == "loop", 0
		}
		if product.MatchString(line) {
			n++
		}
		if m := stride.FindStringSubmatch(line); m != nil && within { // at the loop's end
			bytes, _ := strconv.Atoi(m[1])
			counts[kernel] = n * 64 / bytes
		}
	}
	return counts
}

// kernels are the names that kernels of functions have in the assembly.
var kernels = map[string]string{
	"tanh-derivative": "tanhDerivative", "sigmoid-derivative": "sigmoidDerivative", "adam": "adamInside", "rmsprop": "rmspropInside",
}

func TestMultiplicationsAreThoseOfTheAssembly(t *testing.T) {
	for file, suffix := range map[string]string{"avx512": "AVX512", "avx2": "AVX2"} {
		counts := map[string]int{}
		for _, family := range []string{"functions", "updates"} {
			text, err := os.ReadFile(fmt.Sprintf("../../../tensor/%s_%s_amd64.s", family, file))
			require.NoError(t, err)
			for kernel, n := range count(string(text)) {
				counts[kernel] = n
			}
		}
		require.Len(t, multiplications[file], 22)
		for name, n := range multiplications[file] {
			function, typ, _ := strings.Cut(name, "/")
			if other, ok := kernels[function]; ok {
				function = other
			}
			if function == "relu" {
				require.Zero(t, counts[function+suffix+typ])
				continue
			}
			require.Equal(t, counts[function+suffix+typ], n, "%s %s", file, name)
		}
	}
	require.Equal(t, map[string]int{"f": 4}, count("TEXT ·f(SB), 0\n\tVMULPD x, y\nloop:\n\tVADDPD x, y\n\tVFNMADD231PD x, y\n\tVMULPD x, y\n\tADDQ $32, DX\nend:\n\tVADDPD x, y\n"))
}
