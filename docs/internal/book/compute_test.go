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
	b := opened(t, root)
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
	b := opened(t, root)
	b.numbers["w"] = func() map[string]chapters.Number { panic("no half") }
	b.prepare(tried)
	found := b.Check()
	require.Len(t, found, 1)
	require.Equal(t, at(t, root, chapter, "w.half")+"w.half: a panic: no half", found[0].String())
}

func TestFiguresThatCannotBeDrawnOrNothingDraws(t *testing.T) {
	root := made(t)
	written(t, root)
	put(t, root, "docs/figures/old.svg", "<svg/>")
	b := opened(t, root)
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
