package python

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainrule/bench/peers/internal/turns"
)

//go:embed peers.py
var script string

// process is the script at work for one library, which answers each line by a line.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Scanner
	errs  tail
	facts map[string]string // the script's description of itself
	err   error             // the first of a run
}

// environment holds the variables for every script: one thread, and memory that glibc keeps when
// an array is freed. By itself it gives large arrays back to the system, and the time then
// is mostly page faults.
var environment = []string{
	"OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "MALLOC_MMAP_THRESHOLD_=1073741824", "MALLOC_TRIM_THRESHOLD_=1073741824",
}

// start runs the script for a library, in an environment with more variables, and waits
// until it is ready. It is [turns.ErrNotThere] if Python does not have the library.
func start(python, library string, more ...string) (*process, error) {
	p := &process{cmd: exec.Command(python, "-u", "-c", script, library), facts: map[string]string{}}
	p.cmd.Env = slices.Concat(cleaned(os.Environ()), environment, more)
	p.cmd.Stderr = &p.errs
	in, errIn := p.cmd.StdinPipe()
	out, errOut := p.cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut, p.cmd.Start()); err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, exec.ErrNotFound) {
			err = fmt.Errorf("no %s", python)
		}
		return nil, err
	}
	p.in, p.out = in, bufio.NewScanner(out)
	err := p.greeting(library)
	if err != nil {
		p.quit()
		return nil, err
	}
	return p, nil
}

// greeting reads the script's lines before the first command.
func (p *process) greeting(library string) error {
	for {
		line, err := p.line()
		key, value, _ := strings.Cut(line, " ")
		switch {
		case err != nil:
			return err
		case key == "missing":
			return absence(library, value)
		case key == "ready":
			return nil
		}
		p.facts[key] = value
	}
}

// absence returns the error of a library that can't be imported, for the reason given.
func absence(library, reason string) error {
	if reason == fmt.Sprintf("No module named '%s'", library) {
		return turns.ErrNotThere
	}
	return errors.New(reason)
}

// cleaned returns an environment without the variables that control OpenBLAS, OpenMP,
// PyTorch and glibc: only the ones set here count.
func cleaned(environment []string) (kept []string) {
	for _, variable := range environment {
		foreign := false
		for _, prefix := range []string{"OPENBLAS_", "GOTO_", "OMP_", "ATEN_", "MALLOC_"} {
			foreign = foreign || strings.HasPrefix(variable, prefix)
		}
		if !foreign {
			kept = append(kept, variable)
		}
	}
	return kept
}

// line reads a line of the script's.
func (p *process) line() (string, error) {
	if p.out.Scan() {
		return p.out.Text(), nil
	}
	if err := p.out.Err(); err != nil {
		return "", err
	}
	p.in.Close()
	p.cmd.Wait()
	return "", fmt.Errorf("the script has ended (%v): %q", p.cmd.ProcessState, p.errs.last())
}

// ask sends a command and returns the answer.
func (p *process) ask(format string, args ...any) (string, error) {
	if _, err := fmt.Fprintf(p.in, format+"\n", args...); err != nil {
		return "", fmt.Errorf("the script does not read: %w", err)
	}
	answer, err := p.line()
	if message, failed := strings.CutPrefix(answer, "error "); failed {
		return "", fmt.Errorf("the script says: %s", message)
	}
	return answer, err
}

// check returns the sums of the case's outputs.
func (p *process) check(name string) (sums []sum, err error) {
	answer, err := p.ask("check %s", name)
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(answer)
	if len(fields) == 0 || len(fields)%len(sum{}) != 0 {
		return nil, fmt.Errorf("the script answers a check by %q", answer)
	}
	sums = make([]sum, len(fields)/len(sum{}))
	for i, field := range fields {
		v, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil, fmt.Errorf("the script answers a check by %q", answer)
		}
		sums[i/len(sum{})][i%len(sum{})] = v
	}
	return sums, nil
}

// run returns the time of count calls. After an error, which stays in p.err, every
// call takes an hour, so that nothing waits for a slice to be long enough.
func (p *process) run(name string, count int) time.Duration {
	if p.err != nil {
		return time.Hour
	}
	answer, err := p.ask("run %s %d", name, count)
	if err != nil {
		p.err = err
		return time.Hour
	}
	nanoseconds, err := strconv.ParseInt(answer, 10, 64)
	if err != nil || nanoseconds < 0 {
		p.err = fmt.Errorf("the script answers a run by %q", answer)
		return time.Hour
	}
	return time.Duration(nanoseconds)
}

// quit ends the script.
func (p *process) quit() {
	fmt.Fprintln(p.in, "quit")
	p.in.Close()
	p.cmd.Wait()
}

// tail is a writer that keeps the end of its input.
type tail struct{ text []byte }

func (t *tail) Write(text []byte) (int, error) {
	t.text = append(t.text, text...)
	t.text = t.text[max(0, len(t.text)-1000):]
	return len(text), nil
}

// last returns the last line.
func (t *tail) last() string {
	lines := strings.Split(strings.TrimSpace(string(t.text)), "\n")
	return lines[len(lines)-1]
}
