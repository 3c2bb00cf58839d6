package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"strings"

	"chainrule/docs/internal/book"
)

// openBook opens the book of the module that the working folder is in.
func openBook(ctx context.Context, command string) (*book.Book, []book.Finding, error) {
	root, err := book.Root()
	if err != nil {
		return nil, nil, unusable("%s: %w", command, err)
	}
	b, findings := book.Open(root, func(args []string) (string, error) { return printed(ctx, args) })
	return b, findings, nil
}

// printed runs a command line and returns what it prints.
func printed(ctx context.Context, args []string) (string, error) {
	var out, errs bytes.Buffer
	if status := run(ctx, args, streams{&out, &errs}); status != exitOK {
		return "", fmt.Errorf("exit status %d: %s", status, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// writeCommand writes what is generated in the book.
func writeCommand(ctx context.Context, args []string, s streams) error {
	flags := flag.NewFlagSet("write", flag.ContinueOnError)
	about := "Writes what is generated in the book: quoted code, trials, outputs, numbers,\n" +
		"figures, the index. If anything in it is wrong, nothing is written."
	if err := parse(flags, args, about, s); err != nil {
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
			fmt.Fprintf(s.out, "wrote %s\n", name)
		}
		if len(changed)+len(findings) == 0 {
			fmt.Fprintln(s.out, "nothing has changed")
		}
	}
	return list(findings, "", s)
}

// checkCommand finds what in the book is not as it should be.
func checkCommand(ctx context.Context, args []string, s streams) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	only := flags.String("only", "", "print what is wrong in files with this `part` in their names only")
	about := "Finds what in the book is not what go run ./docs write writes, links that lead\n" +
		"nowhere, figures and numbers that nothing shows, and trials that no chapter has."
	if err := parse(flags, args, about, s); err != nil {
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

// list prints the findings in files with a part in their names, and returns errSilent
// if there are any.
func list(findings []book.Finding, only string, s streams) (err error) {
	for _, f := range findings {
		if strings.Contains(f.File, only) {
			fmt.Fprintln(s.out, f)
			err = errSilent
		}
	}
	return err
}
