//go:build unix

package command

import (
	"bufio"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// The command prints the address of the book, serves it there, and ends cleanly with a signal.
func TestServeUntilASignal(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		command := start(t, "serve", "-port", "0")
		stdout, stderr := begin(t, command)
		line, err := bufio.NewReader(stdout).ReadString('\n')
		require.NoError(t, err)
		address := regexp.MustCompile(`^The book is at (http://127\.0\.0\.1:\d+/) until Ctrl-C\.\n$`).FindStringSubmatch(line)
		require.NotNil(t, address, line)
		answer, err := http.Get(address[1] + "trial/eq-46?plant=")
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		answer.Body.Close()
		require.Contains(t, string(body), "reference: central differences in 320 bits")
		host := address[1][len("http://") : len(address[1])-1]
		for _, request := range []string{"", "GET /train?epochs=500 HTTP/1.1\r\nHost: " + host + "\r\n\r\n"} {
			held, err := net.Dial("tcp4", host) // a connection that is held, and a training that goes on
			require.NoError(t, err)
			defer held.Close()
			_, err = io.WriteString(held, request)
			require.NoError(t, err)
		}
		require.NoError(t, command.Process.Signal(signal))
		require.NoError(t, command.Wait(), "%v: %s", signal, stderr.String())
		require.Empty(t, stderr.String())
	}
}

func TestServeOnAPortThatIsTaken(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	out, errs, status := here(t, "serve", "-port", strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	require.Equal(t, cli.ExitFailed, status)
	require.Empty(t, out)
	require.Regexp(t, `^docs: serve: -port \d+: .*address already in use \(0 takes any that is free\)\n$`, errs)
}

// In the module a changed file is shown as it is.
func TestACheckoutIsServedAsItIs(t *testing.T) {
	small(t)
	require.NoError(t, os.WriteFile("chapters/01-one.md", []byte("# Just written\n"), 0o644))
	text, err := fs.ReadFile(bookFiles(), "docs/chapters/01-one.md")
	require.NoError(t, err)
	require.Equal(t, "# Just written\n", string(text))
}
