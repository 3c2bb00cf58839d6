package book

import (
	"errors"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/chapters"
	"chainrule/gradcheck/equations"
)

// However often a page tells of a trial or a number, it is computed once.
func TestTrialsAndNumbersAreComputedOnce(t *testing.T) {
	root := made(t)
	b, wrong := opened(t, root)
	require.Empty(t, wrong)
	var trials, halves atomic.Int64
	b.numbers["w"] = func() map[string]chapters.Number { halves.Add(1); return half }
	b.prepare(func(trial equations.Trial) equations.Result { trials.Add(1); return tried(trial) })
	_, wrong, err := b.Write()
	require.NoError(t, err)
	require.Empty(t, wrong)
	b.Check()
	require.EqualValues(t, 2, trials.Load())
	require.EqualValues(t, 1, halves.Load())
}

func TestNumberThatPanicsIsFoundWhereItStands(t *testing.T) {
	root := made(t)
	written(t, root)
	b, wrong := opened(t, root)
	require.Empty(t, wrong)
	b.numbers["w"] = func() map[string]chapters.Number { panic("no half") }
	b.prepare(tried)
	require.Equal(t, []Finding{{chapter, lineOf(t, root, "w.half"), "w.half: a panic: no half"}}, b.Check())
}

// lineOf returns the line of the chapter that has a text.
func lineOf(t *testing.T, root, text string) int {
	t.Helper()
	p := parse(chapter, get(t, root, chapter), &findings{})
	for _, c := range p.pieces {
		if c.kind == "=" && c.args[0] == text {
			return c.line
		}
	}
	t.Fatalf("no %s", text)
	return 0
}

func TestFiguresThatCannotBeDrawnOrNothingDraws(t *testing.T) {
	root := made(t)
	written(t, root)
	put(t, root, "docs/figures/old.svg", "<svg/>")
	b, _ := opened(t, root)
	require.Equal(t, []Finding{{"docs/figures/old.svg", 0, "nothing draws it"}, {"docs/figures/old.svg", 0, "no chapter shows it"}}, b.Check())

	b.figures["line"] = func() ([]byte, error) { return nil, errors.New("no ink") }
	b.prepare(tried)
	changed, wrong, err := b.Write()
	require.NoError(t, err)
	require.Empty(t, changed)
	require.Equal(t, []Finding{{"docs/figures/line.svg", 0, "no ink"}}, wrong)
}

func TestPageThatIsNotThereIsFound(t *testing.T) {
	b := &Book{root: t.TempDir()}
	require.Equal(t, []Finding{
		{"docs/README.md", 0, "no such file or directory"}, {"docs/equations.md", 0, "no such file or directory"},
	}, b.readPages())
}

func TestRootAndCommittedFiles(t *testing.T) {
	root, err := Root()
	require.NoError(t, err)
	require.Contains(t, get(t, root, "go.mod"), "module chainrule")
	t.Chdir(t.TempDir())
	_, err = Root()
	require.ErrorContains(t, err, "not in the module")
}
