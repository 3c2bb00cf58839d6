package gradcheck

import "testing"

func BenchmarkBig(b *testing.B) {
	x, y := BigOf(1.7).Exp(), BigOf(-3.3).Exp()
	for _, op := range []struct {
		name string
		do   func() Big
	}{
		{"add", func() Big { return x.Add(y) }},
		{"mul", func() Big { return x.Mul(y) }},
		{"quo", func() Big { return x.Quo(y) }},
		{"sqrt", func() Big { return x.Sqrt() }},
		{"exp", func() Big { return x.Exp() }},
		{"log", func() Big { return x.Log() }},
		{"tanh", func() Big { return y.Tanh() }},
	} {
		b.Run("op="+op.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				op.do()
			}
		})
	}
}
