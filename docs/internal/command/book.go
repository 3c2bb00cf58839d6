package command

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"strings"

	"chainrule/docs/cli"
	"chainrule/docs/internal/book"
)

// openBook opens the book of the module that the working folder is in.
func openBook(ctx context.Context, command string) (*book.Book, []book.Finding, error) {
	root, err := book.Root()
	if err != nil {
		return nil, nil, cli.Unusable("%s: %w", command, err)
	}
	b, findings := book.Open(root, func(args []string) (string, error) { return printed(ctx, args) })
	return b, findings, nil
}

// printed runs a command line and returns what it prints.
func printed(ctx context.Context, args []string) (string, error) {
	var out, errs bytes.Buffer
	if status := cli.Status("docs", Run(ctx, args, cli.Streams{Out: &out, Err: &errs}), &errs); status != cli.ExitOK {
		return "", fmt.Errorf("exit status %d: %s", status, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// write writes what is generated in the book.
func write(ctx context.Context, args []string, s cli.Streams) error {
	flags := flag.NewFlagSet("write", flag.ContinueOnError)
	about := "Writes what is generated in the book: quoted code, trials, outputs, numbers,\n" +
		"figures, the index. If anything in it is wrong, nothing is written."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	b, findings, err := openBook(ctx, "write")
	if err != nil {
		return err
	}
	if len(findings) == 0 {
		var changed []string
		if changed, findings, err = b.Write(); err != nil {
			return err
		}
		for _, name := range changed {
			fmt.Fprintf(s.Out, "wrote %s\n", name)
		}
		if len(changed)+len(findings) == 0 {
			fmt.Fprintln(s.Out, "nothing has changed")
		}
	}
	return list(findings, "", s)
}

// check finds what in the book is not as it should be.
func check(ctx context.Context, args []string, s cli.Streams) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	only := flags.String("only", "", "print what is wrong in files with this `part` in their names only")
	about := "Finds what in the book is not what go run ./docs write writes, links that lead\n" +
		"nowhere, figures and numbers that nothing shows, and trials that no chapter has."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	b, findings, err := openBook(ctx, "check")
	if err != nil {
		return err
	}
	if len(findings) == 0 {
		findings = append(b.Check(), b.Missing()...)
	}
	return list(findings, *only, s)
}

// list prints the findings in files with a part in their names, which are a failure.
func list(findings []book.Finding, only string, s cli.Streams) (err error) {
	for _, f := range findings {
		if strings.Contains(f.File, only) {
			fmt.Fprintln(s.Out, f)
			err = cli.ErrSilent
		}
	}
	return err
}
