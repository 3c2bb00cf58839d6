package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/docs/internal/book"
)

// The book agrees with go run ./docs write, its links lead somewhere, and it shows all that
// it computes.
func TestBook(t *testing.T) {
	if testing.Short() {
		t.Skip("the trials take some seconds")
	}
	b, findings := book.Open("..", func(args []string) (string, error) { return printed(t.Context(), args) })
	findings = append(findings, b.Check()...)
	for _, f := range findings {
		t.Error(f)
	}
}

// small writes a module with an empty book and makes it the working folder.
func small(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module small\n", "docs/internal/book/doc.go": "package book\n", "docs/equations.md": "# All\n",
		"docs/README.md": "# Book\n\n<!-- begin contents -->\n<!-- end -->\n", "docs/chapters/01-one.md": "# 1. One\n",
	} {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	t.Chdir(filepath.Join(folder, "docs"))
}

func TestCheckFindsAndWriteRepairs(t *testing.T) {
	if !full {
		t.Skip("all that the book computes, again: CHAINRULE_FULL=1 has it")
	}
	small(t)
	out, errs, status := here(t, "check", "-only", "README")
	require.Equal(t, cli.ExitFailed, status)
	require.Equal(t, "docs/README.md:4: the block \"contents\" is empty\n", out)
	require.Empty(t, errs)

	out, errs, status = here(t, "write")
	require.Equal(t, cli.ExitOK, status, out+errs)
	require.Contains(t, out, "wrote docs/README.md\n")
	require.Contains(t, read(t, "README.md"), "\n1. [One](chapters/01-one.md)\n")
	out, errs, status = here(t, "check", "-only", "README")
	require.Equal(t, cli.ExitOK, status, out+errs)
	require.Empty(t, out+errs)
	out, _, status = here(t, "write")
	require.Equal(t, cli.ExitOK, status)
	require.Equal(t, "nothing has changed\n", out)

	out, _, status = here(t, "check")
	require.Equal(t, cli.ExitFailed, status)
	require.Contains(t, out, "docs/chapters: no section of Equation (46): want the anchor eq-46\n")
}

func TestWriteSaysWhatIsWrongAndWritesNothing(t *testing.T) {
	small(t)
	require.NoError(t, os.WriteFile("chapters/01-one.md", []byte("# One\n\n<!-- begin poem -->\n<!-- end -->\n"), 0o644))
	before := read(t, "README.md")
	out, errs, status := here(t, "write")
	require.Equal(t, cli.ExitFailed, status)
	require.Equal(t, "docs/chapters/01-one.md:3: no block of the kind \"poem\"\n", out)
	require.Empty(t, errs)
	require.Equal(t, before, read(t, "README.md"))
}

// Outside the module there is nothing to write the book from.
func TestTheBookWantsItsModule(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, command := range []string{"write", "check"} {
		out, errs, status := here(t, command)
		require.Equal(t, cli.ExitUsage, status)
		require.Empty(t, out)
		require.Contains(t, errs, command+": the working folder is not in the module")
		requireOneLine(t, errs)
	}
}

func TestAFailureIsNotQuoted(t *testing.T) {
	_, err := printed(t.Context(), []string{"verify", "-equation", "60"})
	require.ErrorContains(t, err, `exit status 2: docs: verify: -equation: no trial of "60"`)
}
