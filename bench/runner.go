package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"

	"chainrule/nn/file"
)

// A runner runs the two test binaries.
type runner struct {
	kernel      string // in use
	ours, peers string // the binaries' names
	root        string // the folder that the peers are run in by chroot, or ""
}

// build compiles the benchmarks of a package in a folder below this one's, which is ".".
func build(ctx context.Context, below, binary string) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("the program does not know its package")
	}
	where, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", info.Path).CombinedOutput()
	output := where
	if err == nil {
		c := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, ".")
		c.Dir = filepath.Join(strings.TrimSpace(string(where)), below)
		output, err = c.CombinedOutput()
	}
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case err != nil:
		return fmt.Errorf("building the benchmarks, in a folder of the module: %w\n%s", err, output)
	}
	return nil
}

// preparePeers builds the peers' binary, within the root if there is one, and runs its tests: each
// peer has our results. done removes the binary.
func (r *runner) preparePeers(ctx context.Context, root, folder string, messages io.Writer) (done func(), err error) {
	r.root, r.peers = root, filepath.Join(folder, "peers.test")
	name := r.peers
	if root != "" {
		name, r.peers = filepath.Join(root, "peers.test"), "/peers.test"
	}
	done = func() { os.Remove(name) }
	if err := build(ctx, "peers", name); err != nil {
		return done, err
	}
	fmt.Fprintln(messages, "comparing the peers' results with ours")
	output, err := r.command(ctx, peers, 1, "-test.run", ".").CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return done, errInterrupted
	case err != nil:
		return done, fmt.Errorf("the peers' tests: %w\n%s", err, output)
	}
	for line := range bytes.Lines(output) {
		if bytes.Contains(line, []byte(": missing")) {
			fmt.Fprint(messages, string(line))
		}
	}
	return done, nil
}

// command returns a command that runs a binary on so many cores.
func (r *runner) command(ctx context.Context, b binary, cores int, args ...string) *exec.Cmd {
	name := r.ours
	if b == peers {
		name = r.peers
	}
	if b == peers && r.root != "" {
		name, args = "chroot", append([]string{r.root, name}, args...)
	}
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), fmt.Sprint("GOMAXPROCS=", cores))
	return c
}

// run runs a turn and returns its output.
func (r *runner) run(ctx context.Context, t turn) ([]byte, error) {
	c := r.command(ctx, t.binary, t.cores, "-test.run", "^$", "-test.bench", t.pattern, "-test.benchtime", t.time)
	if r.root == "" {
		c.Dir = filepath.Dir(r.ours)
	}
	output, err := c.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		output = append(output, exit.Stderr...)
	}
	if t.binary == again {
		output = bytes.ReplaceAll(output, []byte("/kernel="+r.kernel), []byte("/kernel=again"))
	}
	return output, err
}

// checkRoot returns the error of a root that can't be used.
func checkRoot(root string) error {
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return fmt.Errorf("-root: %s is no folder", file.Quote(root))
	}
	if os.Geteuid() != 0 {
		return errors.New("-root takes root's rights, for chroot")
	}
	return nil
}
