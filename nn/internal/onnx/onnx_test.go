package onnx

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWireFormat compares a small model with its bytes, taken apart by hand after the
// encoding of protocol buffers: field<<3 | kind, then a varint or a length and content.
func TestWireFormat(t *testing.T) {
	m := Model{
		Name: "g", Producer: "p", Metadata: map[string]string{"b": "2", "a": "1"},
		Nodes:        []Node{{"Softmax", []string{"x"}, []string{"y"}, map[string]int{"axis": -1}}},
		Initializers: []Tensor{{Name: "w", Type: Double, Shape: []int{1, 300}, Data: []byte("01234567")}, {Name: "s", Type: String, Shape: []int{1}, Texts: []string{"é"}}},
		Inputs:       []Value{{"x", Float, []int{0, 5}}},
	}
	want := "" +
		"0807" + // ir_version 7
		"120170" + // producer "p"
		"3a66" + // graph, 102 bytes
		"0a25" + "0a0178" + "120179" + "2207536f66746d6178" + // node: input x, output y, Softmax
		"2a14" + "0a0461786973" + "18ffffffffffffffffff01" + "a00102" + // axis = -1, an integer
		"120167" + // name "g"
		"2a14" + "0801" + "08ac02" + "100b" + "420177" + "4a083031323334353637" + // w: 1×300, double
		"2a0b" + "0801" + "1008" + "3202c3a9" + "420173" + // s
		"5a17" + "0a0178" + "1212" + "0a10" + "0801" + "120c" + "0a06" + "1204726f7773" + "0a02" + "0805" + // x: rows×5
		"4204" + "0a00" + "100d" + // opset 13
		"7206" + "0a0161" + "120131" + "7206" + "0a0162" + "120132" // metadata, sorted
	require.Equal(t, want, hex.EncodeToString(m.Marshal()))
	require.Equal(t, m.Marshal(), m.Marshal())
}
