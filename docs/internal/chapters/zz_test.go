package chapters

import (
	"os"
	"strings"
	"testing"
)

func TestZZ(t *testing.T) {
	for _, n := range strings.Fields("descent likelihood jacobian shapes backpropagation batches hidden-units doubles stripes") {
		b, err := Figures[n]()
		if err != nil {
			t.Error(n, err)
			continue
		}
		os.WriteFile("/tmp/book/"+n+".svg", b, 0o644)
	}
}
