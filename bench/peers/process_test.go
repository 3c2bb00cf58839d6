package peers

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"chainrule/tensor"
)

//go:embed peers.py
var pythonScript string

//go:embed peers.mjs
var nodeScript string

// process is a script at work for one library, which answers each line by a line.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Scanner
	errs  tail
	facts map[string]string // the script's description of itself
}

// environment holds the variables for every script: one thread, and memory that glibc keeps when
// an array is freed. By itself it gives large arrays back to the system, and the time then
// is mostly page faults.
var environment = []string{
	"OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "MALLOC_MMAP_THRESHOLD_=1073741824", "MALLOC_TRIM_THRESHOLD_=1073741824",
}

// started are the processes by their contender, nil for a missing one.
var started = map[string]*process{}

// scripted are the contenders in processes of their own, and how to install them.
var scripted = map[string]string{
	"numpy": "apt-get install python3-numpy", "torch": "apt-get install python3-torch", "torch-avx512": "", "onnxruntime": "npm install onnxruntime-node",
}

// peer returns the process of a contender, which it starts if this is the first call, or nil if
// that is missing; its version, or what is missing, is printed.
func peer(tb testing.TB, name string) *process {
	tb.Helper()
	if p, known := started[name]; known {
		return p
	}
	p, err := start(name)
	started[name] = p
	switch {
	case scripted[name] == "": // another way of one that has been named
	case err != nil:
		fmt.Printf("%s: missing: %s (%v)\n", name, scripted[name], err)
	default:
		fmt.Printf("%s: %s\n", name, strings.TrimSpace(p.facts["version"]+" "+p.facts["capability"]))
	}
	return p
}

// start starts the process of a contender.
func start(name string) (*process, error) {
	library, more := name, []string(nil)
	switch name {
	case "onnxruntime":
		c := exec.Command("node", "--input-type=module", "-e", nodeScript)
		c.Dir = setting("PEERS_NODE_MODULES", "/opt/peers")
		return launch(c)
	case "torch-avx512":
		torch := started["torch"]
		if torch == nil || strings.Contains(torch.facts["capability"], "AVX512") || !slices.Contains(tensor.Kernels(), "avx512") {
			return nil, errors.New("PyTorch uses it by itself, or there is none")
		}
		library, more = "torch", []string{"ATEN_CPU_CAPABILITY=avx512"}
	}
	return launch(exec.Command(setting("PEERS_PYTHON", "/usr/bin/python3"), "-u", "-c", pythonScript, library), more...)
}

// launch runs a script, in an environment with more variables, and waits until
// it is ready.
func launch(c *exec.Cmd, more ...string) (*process, error) {
	p := &process{cmd: c, facts: map[string]string{}}
	c.Env = slices.Concat(cleaned(os.Environ()), environment, more)
	c.Stderr = &p.errs
	in, errIn := c.StdinPipe()
	out, errOut := c.StdoutPipe()
	if err := errors.Join(errIn, errOut, c.Start()); err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewScanner(out)
	if err := p.greeting(); err != nil {
		p.quit()
		return nil, err
	}
	return p, nil
}

// greeting reads the script's lines before the first command.
func (p *process) greeting() error {
	for {
		line, err := p.line()
		key, value, _ := strings.Cut(line, " ")
		switch {
		case err != nil:
			return err
		case key == "missing":
			return errors.New(value)
		case key == "ready":
			return nil
		}
		p.facts[key] = value
	}
}

// cleaned returns an environment without the variables that control OpenMP,
// PyTorch and glibc: only the ones set here count. The core type of OpenBLAS stays, for NumPy and
// PyTorch are linked with it.
func cleaned(environment []string) (kept []string) {
	for _, variable := range environment {
		foreign := false
		for _, prefix := range []string{"OPENBLAS_NUM", "GOTO_", "OMP_", "ATEN_", "MALLOC_"} {
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

// run returns the time of count calls.
func (p *process) run(name string, count int) (time.Duration, error) {
	answer, err := p.ask("run %s %d", name, count)
	if err != nil {
		return 0, err
	}
	nanoseconds, err := strconv.ParseInt(answer, 10, 64)
	if err != nil || nanoseconds < 0 {
		return 0, fmt.Errorf("the script answers a run by %q", answer)
	}
	return time.Duration(nanoseconds), nil
}

// quit ends the script.
func (p *process) quit() {
	if p == nil {
		return
	}
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
