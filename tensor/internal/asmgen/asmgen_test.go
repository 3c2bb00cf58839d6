package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// firstDifference describes the first line in which two files differ, with both versions
// of the line; it is empty if the files agree.
func firstDifference(committed, generated string) string {
	a, b := strings.Split(committed, "\n"), strings.Split(generated, "\n")
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y || i >= min(len(a), len(b)) {
			return strings.Join([]string{fmt.Sprint("line ", i+1), "- " + x, "+ " + y}, "\n")
		}
	}
	return ""
}

// The committed files equal the generator's output. If this fails, run
// go run ./tensor/internal/asmgen.
func TestCommittedFilesAreGenerated(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile(filepath.Join("..", "..", name))
		require.NoError(t, err)
		require.Empty(t, firstDifference(string(got), want), name)
	}
}

// No file claims to be generated unless the generator writes it.
func TestNoOtherFileSaysItIsGenerated(t *testing.T) {
	paths, err := filepath.Glob("../../*")
	require.NoError(t, err)
	all := files()
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil || !strings.HasPrefix(string(text), "// Code generated") {
			continue
		}
		require.Contains(t, all, filepath.Base(path))
	}
}

func TestDifferencesAreFound(t *testing.T) {
	require.Empty(t, firstDifference("a\nb\n", "a\nb\n"))
	require.Equal(t, "line 2\n- b\n+ c", firstDifference("a\nb\n", "a\nc\n"))
	require.Equal(t, "line 3\n- \n+ d", firstDifference("a\nb", "a\nb\nd"))
	require.Equal(t, "line 12\n- \n+ x", firstDifference(strings.Repeat("\n", 11), strings.Repeat("\n", 11)+"x"))
}

// A value that dies is overwritten, one that lives on is copied first, and a constant is
// read from memory.
func TestRegistersAreAssigned(t *testing.T) {
	b := newBuilder(isas[0], "c")
	x := b.load("(SI)", 8, nil)
	y := b.load("(DI)", 8, nil)
	z := b.fma(x, y, b.c(2)) // x and y live on
	z = b.fma(z, x, y)       // all die
	b.store("(DI)", 8, nil, z)
	b.flush()
	require.Equal(t, []string{
		"VMOVUPD (SI), Z0", "VMOVUPD (DI), Z1",
		"VBROADCASTSD c<>+0(SB), Z2", "VFMADD231PD Z1, Z0, Z2",
		"VFMADD231PD Z0, Z2, Z1", "VMOVUPD Z1, (DI)",
	}, strings.Split(strings.ReplaceAll(strings.TrimSpace(b.out.String()), "\n\t", "\n"), "\n"))
}

func TestTooManyValuesPanic(t *testing.T) {
	b := newBuilder(isas[1], "c")
	var all []vec
	for range 17 {
		all = append(all, b.load("(SI)", 8, nil))
	}
	for _, v := range all {
		b.store("(DI)", 8, nil, v)
	}
	require.PanicsWithValue(t, "out of registers", b.flush)
}

// The entries of the tables are right.
func TestTables(t *testing.T) {
	for j, p := range powers() {
		require.InDelta(t, math.Exp2(float64(j)/16), p.hi, 1e-15)
	}
	for j, e := range logTable() {
		lo, hi := logInterval(j)
		require.InDelta(t, 1, lo*e.inverse, 1.0/30)
		require.InDelta(t, 1, hi*e.inverse, 1.0/30)
		require.InDelta(t, -math.Log(e.inverse), e.hi+e.lo, 1e-15)
	}
	require.InDelta(t, math.Ln2, func() float64 { x, _ := ln2().Float64(); return x }(), 1e-16)
}
