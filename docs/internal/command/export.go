package command

import (
	"context"
	"fmt"
	"strings"

	"chainrule/docs/cli"
	"chainrule/docs/internal/site"
)

// isFolder reports whether export is given a folder for the book, and not the flags of a model.
func isFolder(args []string) bool { return len(args) == 1 && !strings.HasPrefix(args[0], "-") }

// exportBook writes the book to a folder.
func exportBook(ctx context.Context, folder string, s cli.Streams) error {
	ctx, stop := cli.Interruptible(ctx)
	defer stop()
	n, err := site.Export(ctx, site.Options{Files: bookFiles(), CrossChecks: printCrossChecks}, folder)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(s.Out, "The book is in %d files: open index.html in %s.\n", n, folder)
	return nil
}
