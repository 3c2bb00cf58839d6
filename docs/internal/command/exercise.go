package command

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/nn/file"
)

//go:embed exercises
var exerciseFiles embed.FS

// exerciseTime is the longest that a reader's function may take, with its compilation.
const exerciseTime = time.Minute

// practise lists the exercises, writes one with a hole, or judges one.
func practise(ctx context.Context, args []string, s cli.Streams) error {
	number := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		number, args = args[0], args[1:]
	}
	flags, check := flag.NewFlagSet("exercise", flag.ContinueOnError), ""
	flags.StringVar(&check, "check", "", "judge the function in this `file`")
	about := "Without a number, lists the exercises. With one, writes a Go file with a hole in it;\n" +
		"with -check, runs that file and judges what its function returns."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	if err := cli.CheckGiven(flags, "check"); err != nil {
		return err
	}
	i := slices.IndexFunc(exercises, func(e exercise) bool { return e.number == number })
	switch {
	case number == "" && check == "":
		for _, e := range exercises {
			fmt.Fprintf(s.Out, "  %s  %s\n", e.number, e.title)
		}
		fmt.Fprintln(s.Out, "\ngo run ./docs exercise 20 writes a file, -check FILE judges it.")
		return nil
	case i < 0:
		return cli.Unusable("exercise: no exercise %s: go run ./docs exercise lists them", file.Quote(number))
	case check == "":
		return exercises[i].write(s)
	}
	return exercises[i].judge(ctx, check, s)
}

// write writes the file with the hole, unless it is there.
func (e exercise) write(s cli.Streams) error {
	name := "exercise" + e.number + ".go"
	text, err := exerciseFiles.ReadFile("exercises/" + e.number + ".txt")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return cli.Unusable("exercise: %w", err)
	}
	if _, err = f.Write(text); err == nil {
		err = f.Close()
	}
	if err == nil {
		fmt.Fprintf(s.Out, "wrote %s: fill the hole, then\ngo run ./docs exercise %s -check %s\n", name, e.number, name)
	}
	return err
}

// judge runs the function in a file, and prints the verdict on what it returns.
func (e exercise) judge(ctx context.Context, name string, s cli.Streams) error {
	data := newSample()
	gradient, err := e.run(ctx, name, data, s)
	if err != nil {
		return err
	}
	report := e.report(data, gradient)
	fmt.Fprint(s.Out, report)
	if report.Verdict != gradcheck.PASS {
		return cli.ErrSilent
	}
	return nil
}

// run compiles the file with a program that calls its function, and returns the numbers that come out.
func (e exercise) run(ctx context.Context, name string, data *sample, s cli.Streams) (all []float64, err error) {
	theirs, err := os.ReadFile(name)
	if err != nil {
		return nil, cli.Unusable("exercise: %w", err)
	}
	folder, err := os.MkdirTemp("", "exercise")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	ours, err := exerciseFiles.ReadFile("exercises/main.txt")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"exercise.go": theirs, "main.go": bytes.Replace(ours, []byte("CALL"), []byte(e.call), 1)}
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(folder, file), text, 0o666); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, exerciseTime)
	defer cancel()
	input, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	var errs bytes.Buffer
	command := exec.CommandContext(ctx, "go", "run", "exercise.go", "main.go", "result")
	command.Dir, command.Stdin, command.Stdout, command.Stderr = folder, bytes.NewReader(input), s.Out, &errs
	command.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GO111MODULE=off")
	if err := command.Run(); err != nil {
		return nil, failedRun(name, errs.String(), err)
	}
	result, err := os.ReadFile(filepath.Join(folder, "result"))
	if err != nil {
		return nil, err
	}
	for _, word := range strings.Fields(strings.NewReplacer("[", " ", "]", " ").Replace(string(result))) {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, fmt.Errorf("exercise: %w", err)
		}
		all = append(all, x)
	}
	return all, nil
}

// failedRun says why a reader's file did not run.
func failedRun(name, message string, err error) error {
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return cli.Unusable("exercise: the go command is not installed: it compiles %s", name)
	case strings.Contains(message, "panic: a hole"):
		return cli.Unusable("exercise: %s still has its hole", name)
	}
	message, _, _ = strings.Cut(strings.TrimSpace(message), "\ngoroutine ")
	return cli.Unusable("exercise: %s does not run: %w: %s", name, err, message)
}
