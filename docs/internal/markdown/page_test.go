package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHeadingsHaveTheirAnchors(t *testing.T) {
	p := Parse("# Über `x`, $`a_1`$ and [a link](b.md)\n## Same\n## *Same*\n```\n# no heading\n```\n<a id=\"mine\"></a>\n<a id=\"too\"></a>\n### What-was_reached?\n\ntext <a id=\"t\"></a>\n\n<details>\n<a id=\"d\"></a>\n</details>\n")
	require.Equal(t, []Text{{7, "mine"}, {8, "too"}, {11, "t"}, {14, "d"}}, p.Anchors)
	for i, ids := range [][]string{{"über-x-a_1-and-a-link"}, {"same"}, {"same-1"}} {
		require.Equal(t, ids, p.Headings[i].IDs)
	}
	require.Equal(t, &Heading{9, 3, "What-was_reached?", "What-was_reached?", []string{"mine", "too", "what-was_reached"}}, p.Headings[3])
	require.Equal(t, "Über `x`, $`a_1`$ and [a link](b.md)", p.Headings[0].Source)
	require.Equal(t, "Über x, a_1 and a link", p.Title())
	require.True(t, p.Has("too") && p.Has("t") && p.Has("same-1"))
	require.False(t, p.Has("no-heading"))
	require.Empty(t, Parse("text\n").Title())
}

// Links in headings, tables, lists and tags are found at their lines; code has no links.
func TestLinks(t *testing.T) {
	p := Parse("## See [a `b`](a.md#x)\n\n- [c](c.md) and\n  ![d](d.svg)\n\n| x |\n|---|\n| [e](e.md) `[f](f.md)` |\n\n```\n[g](g.md)\n```\n<details>\n<a href=\"h.md\">h</a>\n</details>\n\n" +
		"<b>x <img src=\"i.svg\"> [j][k] https://l.org\n\n[k]: k.md\n")
	require.Equal(t, []Link{{1, "a.md#x", "a b", false}, {3, "c.md", "c", false}, {4, "d.svg", "d", true}, {8, "e.md", "e", false}, {14, "h.md", "", false},
		{17, "i.svg", "", false}, {17, "k.md", "j", false}, {17, "https://l.org", "", false}}, p.Links)
}

func TestFormulasAndFences(t *testing.T) {
	p := Parse("Of $`a`$ and\n$`b`$, not `$c$` nor `` $`d`$ ``.\n\n| $`\\|e\\|`$ | x |\n|---|---|\n| y | $`\\|f\\|`$ |\n\n```math\n\\frac{1}{2}\n```\n\n- in a list\n\n  ```math\n  g\n  ```\n\n" +
		"````md\n```math\nh\n```\n````\n\n~~~go\nx := \"$\"\n~~~\n")
	require.Equal(t, []Formula{{1, "a", false}, {2, "b", false}, {4, "|e|", false}, {6, "|f|", false}, {8, "\\frac{1}{2}\n", true}, {14, "g\n", true}}, p.Formulas)
	require.Equal(t, []Fence{{8, "math", "\\frac{1}{2}\n"}, {14, "math", "g\n"}, {18, "md", "```math\nh\n```\n"}, {24, "go", "x := \"$\"\n"}}, p.Fences)
}

func TestCommentsKnowTheirPlace(t *testing.T) {
	source := "<!-- begin x -->\n```\n<!-- no -->\n```\n<!-- end -->\n\nis <!--=a-->1<!--/--> `<!--=b-->` $`<!--=c-->`$\n\n| <!--=d-->2<!--/--> |\n|---|\n\n- <!--=e-->3\n"
	var found []string
	for _, c := range Parse(source).Comments {
		require.Equal(t, c.Text, source[c.Start:c.Stop])
		require.Equal(t, 1+strings.Count(source[:c.Start], "\n"), c.Line)
		found = append(found, c.Text+[]string{" within", " alone", " leading", " shown"}[c.Place])
	}
	require.Equal(t, []string{"<!-- begin x --> alone", "<!-- end --> alone", "<!--=a--> within", "<!--/--> within", "<!--=b--> shown", "<!--=c--> shown",
		"<!--=d--> within", "<!--/--> within", "<!--=e--> leading"}, found)
}

func TestProseIsWhatIsLeft(t *testing.T) {
	p := Parse("a `b` $`c`$ \\$d <!-- e --> [f](g.md)\n> $h\n\n```\ni\n```\n")
	var text string
	for _, piece := range p.Prose {
		text += piece.Text
	}
	require.Equal(t, "a   \\$d  f$h", text)
}

func TestHTMLThatPagesMayHave(t *testing.T) {
	for html, want := range map[string]string{"<br>": "<br>", "<!-- x -->": "", `<a id="b">`: `<span id="b"></span>`, "</a>": "", "<details><summary>x</summary>": "<details><summary>x</summary>"} {
		shown, fit := Shown(html)
		require.True(t, fit, html)
		require.Equal(t, want, shown)
	}
	for _, html := range []string{"<b>", "<script>", "<!--=x-->0.25<!--/--> is it.", `<br onclick="x">`} {
		_, fit := Shown(html)
		require.False(t, fit, html)
	}
}

// On every page of the book, what the lists say of a line is on that line.
func TestLinesOfTheBook(t *testing.T) {
	names, err := filepath.Glob("../../chapters/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		p, lines := Parse(string(source)), strings.Split(string(source), "\n")
		for _, f := range p.Formulas {
			want := map[bool]string{true: "```math", false: "$`"}[f.Display]
			require.Contains(t, lines[f.Line-1], want, "%s:%d", name, f.Line)
		}
		for _, l := range p.Links {
			require.Contains(t, strings.Join(lines[l.Line-1:min(l.Line+1, len(lines))], "\n"), l.Target, "%s:%d", name, l.Line)
		}
		for _, c := range p.Comments {
			require.Equal(t, c.Text, string(source[c.Start:c.Stop]), "%s:%d", name, c.Line)
		}
	}
}
