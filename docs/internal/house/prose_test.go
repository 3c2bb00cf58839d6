package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pronouns are the forms of a comment that explains a name by a pronoun instead of a noun.
// A good one reads: "freeJobs is a pool of jobs not in use". first applies to the
// first line of a comment, anywhere to every line.
var pronouns = struct{ first, anywhere *regexp.Regexp }{
	first: regexp.MustCompile(`^ ?(?:An? |The )?\S+(?: and \S+| or \S+)? ` +
		`(?:is|are|was|were|returns?|has|have|holds?|says?|tells?|reports?|gives?|knows?) ` +
		`(?:what|who|whom|whose|those|that of|that which|how|where)\b`),
	anywhere: regexp.MustCompile(`\b(?:is|are|was|were|returns?|has|have) (?:those|that of)\b|` +
		`\bthose (?:that|of|which|who|whose)\b|\b(?:is|are) none\b|\b(?:is|are|was|were) what\b`),
}

// existence is the use of "none" that names nothing.
var existence = regexp.MustCompile(`\b[Tt]here (?:is|are) none\b`)

// definedByPronoun returns the lines of a comment that explain a name by a pronoun. The output of
// an example is not prose.
func definedByPronoun(group *ast.CommentGroup) (lines []string) {
	for i, c := range group.List {
		text := strings.TrimPrefix(c.Text, "//")
		if strings.TrimSpace(text) == "Output:" {
			break
		}
		if pronouns.anywhere.MatchString(existence.ReplaceAllString(text, "")) || i == 0 && pronouns.first.MatchString(text) {
			lines = append(lines, c.Text)
		}
	}
	return lines
}

// Comments put the noun first.
func TestCommentsDefineByNouns(t *testing.T) {
	const root = "../../.."
	files := token.NewFileSet()
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && path != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil || ast.IsGenerated(file) {
			return err
		}
		for _, group := range file.Comments {
			for _, line := range definedByPronoun(group) {
				t.Errorf("%s: %s\n\tsay what kind of thing it is, by a noun", files.Position(group.Pos()), line)
			}
		}
		return nil
	}))
}

func TestPronounsAreFound(t *testing.T) {
	for text, bad := range map[string]bool{
		"// shares are those that are not in use.":             true,
		"// A part is what a step does.":                       true,
		"// bases are with whom we compare.":                   false,
		"// oracle says who knows the entry.":                  true,
		"// width is that of the lines.":                       true,
		"// perCall returns what a call allocates.":            true,
		"// steps is how many steps are tried.":                true,
		"// cross returns where the level crosses an edge.":    true,
		"// Mutants lists them.\n// It has those of Code 3.":   true,
		"// An index that is none panics.":                     true,
		"// number reports whether it is one. NaN is none.":    true,
		"// pool has rows.\n// They are none of ours.":         true,
		"// find returns the row, or nil if there is none.":    false,
		"// split returns the parts, or 0 if there are none.":  false,
		"// fits reports whether x fits.":                      false,
		"// freeJobs is a pool of jobs not in use.":            false,
		"// Its error is as large as that of the product.":     false,
		"// Output:\n// b is those of the others":              false,
		"// A trace is\n// what a CPU profile found.":          false,
		"// The walls are\n// high; what stands here is that.": false,
	} {
		group := &ast.CommentGroup{}
		for line := range strings.SplitSeq(text, "\n") {
			group.List = append(group.List, &ast.Comment{Text: line})
		}
		require.Equal(t, bad, len(definedByPronoun(group)) > 0, text)
	}
}
