package book

import (
	"slices"
	"strconv"
	"strings"
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
		var f findings
		b.pages = append(b.pages, parse("docs/chapters/0"+string(rune('1'+i))+"-x.md", text, &f))
		require.Empty(t, f)
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
		inGroups := slices.DeleteFunc(slices.Clone(groups), func(g group) bool { return !g.has(trial) })
		require.Len(t, inGroups, 1, "%s is in one part of the index", trial.Number)
	}
	for anchor, number := range map[string]string{
		"eq-46": "46", "proof-b1": "B.1", "code-2": "Code 2", "algorithm-1": "Algorithm 1", "example-2-1-2": "2.1.2",
	} {
		require.Equal(t, number, seen[anchor])
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
	text, err := b.fill(&page{name: "docs/README.md"}, piece{kind: "contents"})
	require.NoError(t, err)
	require.Equal(t, "1. [A](chapters/01-x.md): (1), (2), (4)–(6); proof B.3; Codes 1, 2, 11; example 2.1.2\n"+
		"2. [B](chapters/02-x.md): proofs B.1, B.2; Algorithm 1\n3. [03-x.md](chapters/03-x.md)\n", text)
	_, err = b.fill(&page{}, piece{kind: "index", args: []string{"all"}})
	require.EqualError(t, err, "want nothing after index")
}

// Each trial has an entry in the registry, code and a section, and its errata are in the list. The
// table of code names functions that there are, of trials that no doc comment is of.
func TestEachTrialHasAnEntryCodeAndASection(t *testing.T) {
	b, found := Open("../../..", nil)
	require.Empty(t, found)
	b.prepare(tried)
	names := map[string]string{}
	for _, trial := range equations.All() {
		require.NotNil(t, b.sectionOf(trial), trial.Number)
		text, err := b.trial(&page{name: "docs/chapters/01-x.md"}, []string{trial.Number})
		require.NoError(t, err)
		require.Contains(t, text, commandOf(trial)+"` · [registry](../../gradcheck/equations/registry")
		code := b.address()[trial.Number]
		require.NotEmpty(t, code, trial.Number)
		if names[trial.Number] = strings.TrimPrefix(code[0].name, "equations."); codeOf[trial.Number] != "" {
			require.Equal(t, codeOf[trial.Number], names[trial.Number])
			require.Len(t, code, 1)
		}
	}
	require.Subset(t, names, codeOf)
	require.Subset(t, names, map[string]string{"46": "nn.MLP.Backward", "Code 7": "dataset.Split"})
	for n := 1; n <= 59; n++ {
		require.Contains(t, names, strconv.Itoa(n), "an equation without a trial")
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
