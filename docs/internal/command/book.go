package command

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"strings"

	"chainrule/docs/cli"
	"chainrule/docs/internal/book"
	"chainrule/docs/internal/chapters"
)

// printed runs a command line and returns what it prints.
func printed(ctx context.Context, args []string) (string, error) {
	var out, errs bytes.Buffer
	if status := cli.Status("docs", Run(ctx, args, cli.Streams{Out: &out, Err: &errs}), &errs); status != cli.ExitOK {
		return "", fmt.Errorf("exit status %d: %s", status, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

const (
	aboutWrite = "Writes what is generated in the book: quoted code, trials, outputs, numbers,\n" +
		"figures, the index. If anything in it is wrong, nothing is written."
	aboutCheck = "Finds what in the book is not what go run ./docs write writes, links that lead\n" +
		"nowhere, figures and numbers that nothing shows, and trials that no chapter has."
)

// keepBook writes what is generated in the book, or finds what in it is not as it should
// be, in the module that the working folder is in. What is wrong is printed, and a failure.
func keepBook(ctx context.Context, command, about string, args []string, s cli.Streams) error {
	flags, only := flag.NewFlagSet(command, flag.ContinueOnError), ""
	if command == "check" {
		flags.StringVar(&only, "only", "", "print what is wrong in files with this `part` in their names only")
	}
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	root, err := chapters.Root()
	if err != nil {
		return cli.Unusable("%s: %w", command, err)
	}
	b, findings := book.Open(root, func(args []string) (string, error) { return printed(ctx, args) })
	switch {
	case len(findings) > 0:
	case command == "check":
		findings = b.Check()
	default:
		findings, err = writeBook(b, s)
	}
	for _, f := range findings {
		if strings.Contains(f.File, only) {
			fmt.Fprintln(s.Out, f)
			err = cli.ErrSilent
		}
	}
	return err
}

// writeBook writes the book and names the files that have changed.
func writeBook(b *book.Book, s cli.Streams) ([]book.Finding, error) {
	changed, findings, err := b.Write()
	for _, name := range changed {
		fmt.Fprintf(s.Out, "wrote %s\n", name)
	}
	if err == nil && len(changed)+len(findings) == 0 {
		fmt.Fprintln(s.Out, "nothing has changed")
	}
	return findings, err
}
