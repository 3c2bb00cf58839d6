package main

import (
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDefaults(t *testing.T) {
	s, err := parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []string{"float64", "float32"}, s.types)
	require.Equal(t, []string{"openblas", "gonum"}, s.peers)
	require.Equal(t, 1, s.cores[0])
	require.Equal(t, table, s.rows)
	require.Equal(t, 15, s.rounds)
	require.Equal(t, 2*time.Millisecond, s.slice)
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
