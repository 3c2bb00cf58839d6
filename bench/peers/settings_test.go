package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDefaults(t *testing.T) {
	s, err := parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []string{"float64", "float32"}, s.types)
	require.Equal(t, append([]string{"openblas", "gonum"}, functionPeers()...), s.peers)
	require.False(t, s.named)
	require.True(t, s.products && s.functions)
	require.Greater(t, len(s.cases), 10)
	require.Equal(t, 1, s.cores[0])
	require.Equal(t, table, s.rows)
	require.Equal(t, 15, s.rounds)
	require.Equal(t, 2*time.Millisecond, s.sliceOf(productSlice))
	require.Equal(t, 20*time.Millisecond, s.sliceOf(functionSlice))
	require.Empty(t, s.kernel)
}

func TestFlagsThatCannotBeUsed(t *testing.T) {
	for flag, message := range map[string]string{
		"-types=float16":  `-types: "float16" is none of float64, float32`,
		"-peers=mkl":      `-peers: "mkl" is none of openblas, gonum`,
		"-cores=0":        `-cores: "0" is not a number of cores`,
		"-cores=1,a":      `-cores: "a" is not a number of cores`,
		"-cores=1,100000": "-cores: 100000, but this machine has ",
		"-shapes=x":       `-shapes: "x" is neither`,
		"-only=(":         "-only: error parsing regexp",
		"-only=none":      `-only: no case of float64, float32 matches "none"`,
		"-slice=0":        "-slice at least 1ms",
		"-rounds=0":       "-rounds must be at least 1",
		"-slice=1us":      "-slice at least 1ms",
		"-unknown":        "flag provided but not defined",
		"extra":           `unexpected argument "extra"`,
	} {
		_, err := parse([]string{flag}, io.Discard)
		require.ErrorContains(t, err, message, flag)
	}
}

func TestCoresBeyondTheMachine(t *testing.T) {
	cores, err := parseCores("1,2,4", 2, true)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2}, cores)
	_, err = parseCores("1,2,4", 2, false)
	require.Error(t, err)
}

func TestNoPeers(t *testing.T) {
	names, err := parseNames("peers", "", "gonum")
	require.NoError(t, err)
	require.Empty(t, names)
}

// The peers select the tables to measure, together with -shapes and -only if given.
func TestTheFlagsChooseTheTables(t *testing.T) {
	for flags, want := range map[string][2]bool{
		"": {true, true}, "-shapes=8": {true, false}, "-only=exp": {false, true}, "-shapes=8 -only=exp": {true, true},
		"-peers=gonum": {true, false}, "-peers=torch,numpy": {false, true}, "-peers=gonum,numpy": {true, true}, "-peers=": {true, true},
		"-peers=gonum -quick": {true, false}, "-quick": {true, true}, "-quick -only=exp": {false, true},
	} {
		s, err := parse(strings.Fields(flags), io.Discard)
		require.NoError(t, err)
		require.Equal(t, want, [2]bool{s.products, s.functions}, flags)
		require.Equal(t, strings.Contains(flags, "-peers"), s.named)
	}
	for _, flags := range []string{"-peers=numpy -shapes=8", "-peers=gonum -only=exp"} {
		_, err := parse(strings.Fields(flags), io.Discard)
		require.ErrorContains(t, err, "-peers has none for what -shapes or -only chooses", flags)
	}
}

func TestQuick(t *testing.T) {
	s, err := parse([]string{"-quick"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []int{1}, s.cores)
	require.Equal(t, 12, s.rounds)
	require.Less(t, len(s.rows), len(table)/2)
	require.Equal(t, time.Millisecond, s.sliceOf(productSlice))
	s, err = parse([]string{"-quick", "-rounds", "3", "-shapes", "4", "-slice", "7ms"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, 3, s.rounds, "what is given counts")
	require.Len(t, s.rows, 1)
	require.Equal(t, 7*time.Millisecond, s.sliceOf(functionSlice))
}

func TestHelpHasTheFlags(t *testing.T) {
	var out, errs bytes.Buffer
	require.Equal(t, 0, command([]string{"-h"}, &out, &errs))
	require.Empty(t, errs.String())
	parts := strings.Split(out.String(), "\n  -")
	require.Greater(t, len(parts), 12)
}
