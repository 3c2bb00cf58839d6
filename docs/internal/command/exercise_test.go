package command

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// The right answers.
var answers = map[string]string{
	"16": `	mean := 0.0
	for k := range y {
		mean += y[k] * u[k]
	}
	g := make([]float64, len(y))
	for k := range y {
		g[k] = y[k] * (u[k] - mean)
	}
	return g`,
	"20": `	for n := range X {
		for i := range g {
			for k := range g[i] {
				g[i][k] += X[n][i] * (T[n][k] - Y[n][k])
			}
		}
	}
	return g`,
	"28": `	for n := range Z {
		for m := range g {
			for k := range g[m] {
				g[m][k] += Z[n][m] * (T[n][k] - Y[n][k])
			}
		}
	}
	return g`,
	"42": `	e := exp(-2 * max(α, -α))
	return 4 * e / ((1 + e) * (1 + e))`,
	"47": `	for n := range X {
		for m, z := range Z[n] {
			h := 0.0
			for k := range T[n] {
				h += (T[n][k] - Y[n][k]) * V[m][k]
			}
			for d := range g {
				g[d][m] += X[n][d] * h * (1 - z*z)
			}
		}
	}
	return g`,
	"58": `	w, sum := make([]float64, t), 0.0
	for i := range w {
		w[t-1-i] = 1
		for range i {
			w[t-1-i] *= β
		}
		sum += w[t-1-i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w`,
}

// mistakes are typical wrong answers, made of the right ones, and what is said of them.
var mistakes = []struct{ number, right, wrong, explanation string }{
	{"20", "T[n][k] - Y[n][k]", "Y[n][k] - T[n][k]", "W is the right one times −1"},
	{"20", "(T[n][k] - Y[n][k])", "(T[n][k] - Y[n][k]) / float64(len(X))", "W is the right one times 1/N"},
	{"20", "	return g", "	h := make([][]float64, len(g[0]))\n	for k := range h {\n		for i := range g {\n			h[k] = append(h[k], g[i][k])\n		}\n	}\n	return h", "W is filled as its transpose"},
	{"20", "g[i][k] +=", "g[i][k] -= 0 *", "W is zero throughout"},
	{"42", "	e := exp(-2 * max(α, -α))\n	return 4 * e / ((1 + e) * (1 + e))", "	e := exp(-2 * α)\n	z := (1 - e) / (1 + e)\n	return 1 - z*z", "cancel"},
	{"47", "(1 - z*z)", "z * (1 - z)", "the slope of the sigmoid"},
	{"47", "(1 - z*z)", "(1 - 0*z)", "no slope at all"},
	{"16", " - mean", "", "FAIL"},
	{"58", "		w[i] /= sum", "		w[i] *= 1 - β", "the right one times"},
}

// judged writes an exercise, fills its hole, and returns the verdict's text and the status.
func judged(t *testing.T, number, answer string) (text string, status int) {
	t.Helper()
	t.Chdir(t.TempDir())
	name := "exercise" + number + ".go"
	out, _, status := here(t, "exercise", number)
	require.Equal(t, cli.ExitOK, status)
	require.Contains(t, out, "-check "+name)
	file := strings.Replace(read(t, name), "	panic(\"a hole\")", answer, 1)
	if number == "42" {
		file = strings.Replace(file, "package main\n", "package main\n\nimport \"math\"\n\nvar exp = math.Exp\n", 1)
	}
	require.NoError(t, os.WriteFile(name, []byte(file), 0o666))
	out, errs, status := here(t, "exercise", number, "-check", name)
	return out + errs, status
}

func TestRightAnswersPass(t *testing.T) {
	for _, e := range exercises {
		if testing.Short() && e.number != "20" {
			continue
		}
		text, status := judged(t, e.number, answers[e.number])
		require.Equal(t, cli.ExitOK, status, "%s: %s", e.number, text)
		require.Contains(t, text, "exercise "+e.number+": PASS")
	}
}

func TestTypicalMistakesAreExplained(t *testing.T) {
	for i, m := range mistakes {
		if testing.Short() && i != 2 {
			continue
		}
		wrong := strings.Replace(answers[m.number], m.right, m.wrong, 1)
		require.NotEqual(t, answers[m.number], wrong)
		text, status := judged(t, m.number, wrong)
		require.Equal(t, cli.ExitFailed, status, text)
		require.Contains(t, strings.Join(strings.Fields(text), " "), m.explanation, m.number)
	}
}

func TestExercisesAreListedAndRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	out, _, status := here(t, "exercise")
	require.Equal(t, cli.ExitOK, status)
	require.Equal(t, len(exercises)+2, strings.Count(out, "\n"))
	_, errs, status := here(t, "exercise", "46")
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, errs, `no exercise "46"`)
	_, _, status = here(t, "exercise", "20")
	require.Equal(t, cli.ExitOK, status)
	_, errs, status = here(t, "exercise", "20")
	require.Equal(t, cli.ExitUsage, status, "a file is never overwritten")
	require.Contains(t, errs, "exists")
	_, errs, status = here(t, "exercise", "20", "-check", "exercise20.go")
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, errs, "still has its hole")
	_, errs, status = here(t, "exercise", "20", "-check", "none.go")
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, errs, "none.go")
	require.NoError(t, os.WriteFile("bad.go", []byte("package main\n\nfunc gradient() {\n"), 0o666))
	_, errs, status = here(t, "exercise", "20", "-check", "bad.go")
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, errs, "does not run")
}
