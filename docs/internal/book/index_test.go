package book

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations"
)

// whole is the book of the module, with chapters in place of its own.
func whole(t *testing.T, chapters ...string) *Book {
	t.Helper()
	b := &Book{root: "../../..", trials: equations.All()}
	b.prepare(tried)
	for i, text := range chapters {
		p, findings := parse("docs/chapters/0"+string(rune('1'+i))+"-x.md", text)
		require.Empty(t, findings)
		b.pages = append(b.pages, p)
	}
	return b
}

func TestEachTrialHasOneAnchor(t *testing.T) {
	seen := map[string]string{}
	for _, trial := range equations.All() {
		anchor := trial.Anchor()
		require.Regexp(t, "^[a-z0-9-]+$", anchor)
		require.Empty(t, seen[anchor], "%s and %s", trial.Number, seen[anchor])
		seen[anchor] = trial.Number
	}
	for anchor, number := range map[string]string{
		"eq-46": "46", "proof-b1": "B.1", "code-2": "Code 2", "algorithm-1": "Algorithm 1", "example-2-1-2": "2.1.2",
	} {
		require.Equal(t, number, seen[anchor])
	}
	for _, trial := range equations.All() {
		n := 0
		for _, g := range groups {
			if g.has(trial) {
				n++
			}
		}
		require.Equal(t, 1, n, "%s is in one part of the index", trial.Number)
	}
}

func TestContentsEnumerates(t *testing.T) {
	anchors := func(names ...string) (text string) {
		for _, name := range names {
			text += "<a id=\"" + name + "\"></a>\n"
		}
		return text
	}
	b := whole(t, "# 1. A\n"+anchors("eq-1", "eq-2", "eq-4", "eq-5", "eq-6", "proof-b3", "code-1", "code-2", "code-11", "example-2-1-2"), "## B\n"+
		anchors("proof-b1", "proof-b2", "algorithm-1"), "none\n")
	text, err := b.contents(&page{name: "docs/README.md"}, nil)
	require.NoError(t, err)
	require.Equal(t, "1. [A](chapters/01-x.md): (1), (2), (4)–(6); proof B.3; Codes 1, 2, 11; example 2.1.2\n"+
		"2. [B](chapters/02-x.md): proofs B.1, B.2; Algorithm 1\n3. [03-x.md](chapters/03-x.md)\n", text)
	_, err = b.contents(&page{}, []string{"all"})
	require.Error(t, err)
	_, err = b.index(&page{}, []string{"all"})
	require.Error(t, err)
}

// Each trial has an entry in the registry and code, and its errata are in the list.
func TestEachTrialHasAnEntryAndCode(t *testing.T) {
	b := whole(t)
	for _, trial := range equations.All() {
		require.NotEmpty(t, b.Code(trial), trial.Number)
		text, err := b.trial(&page{name: "docs/chapters/01-x.md"}, []string{trial.Number})
		require.NoError(t, err)
		require.Contains(t, text, commandOf(trial)+"` · [registry](../../gradcheck/equations/registry")
	}
	eq46, err := equations.Find("46")
	require.NoError(t, err)
	require.Regexp(t, `^nn/mlp.go:\d+: nn.MLP.Backward$`, b.Code(eq46)[0])
	code7, err := equations.Find("Code 7")
	require.NoError(t, err)
	require.Regexp(t, `^nn/dataset/split.go:\d+: dataset.Split$`, b.Code(code7)[0])
}

// What a section quotes is the code of what has no number in a doc comment, but not of
// an equation in nn or adam, which should have one.
func TestCodeOfASectionIsWhatItQuotes(t *testing.T) {
	quote := func(anchor, mark string) string { return "<a id=\"" + anchor + "\"></a>\n### x\n" + block(mark) }
	b := whole(t, quote("eq-9", "code gradcheck/equations/regression.go chainRule")+quote("code-3", "code nn/train.go Train")+
		quote("eq-2", "code nn/train.go Train")+quote("eq-46", "code nn/train.go Train"))
	for number, want := range map[string]string{"9": "equations.chainRule", "Code 3": "nn.Train", "2": "equations.probeMass", "46": "nn.MLP.Backward"} {
		trial, err := equations.Find(number)
		require.NoError(t, err)
		require.Contains(t, b.Code(trial)[0], ": "+want)
	}
}

func TestNumbersInDocComments(t *testing.T) {
	require.Equal(t, []string{"46", "47"}, NumbersIn("Sets x.\n\nEquations (46), (47), negated: gradient of the loss.\n"))
	require.Equal(t, []string{"Code 4"}, NumbersIn("Cuts.\n\nSection 2.4.1, Code 4: ⌈N/B⌉ batches. (Code 13 has ⌊N/B⌋, which drops it.)\n"))
	require.Empty(t, NumbersIn("The paper's Equation (46) is not here.\n"))
	require.Empty(t, NumbersIn("Equation (51) is misprinted.\n\nMore about it.\n"))
}

func TestEscapedTextIsText(t *testing.T) {
	require.Equal(t, `w\_k \* \[a\] \| \<b\> \$`, escaped("w_k * [a] | <b> $"))
}
