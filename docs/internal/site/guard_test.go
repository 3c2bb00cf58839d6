package site

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// A foreign host name that leads here belongs to a page that tries to read the book through
// the reader's browser.
func TestOnlyThisMachineIsMeant(t *testing.T) {
	handler := newSite(t)
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8059": 200, "127.0.0.1": 200, "127.0.0.1:1": 200, "[::1]:8059": 200, "LOCALHOST:80": 200,
		"evil.example": 421, "evil.example:8059": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example": 421, "": 421, "0.0.0.0:8059": 421, "192.168.0.1": 421,
	} {
		w := ask(handler, "GET", "/trial/", "Host", host)
		require.Equal(t, want, w.Code, "%q", host)
		require.Equal(t, want == 200, strings.Contains(w.Body.String(), "Equation (46)"), host)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	handler := newSite(t)
	require.Equal(t, http.StatusMethodNotAllowed, ask(handler, "POST", "/trial/eq-46").Code)
	require.Equal(t, http.StatusMethodNotAllowed, ask(handler, "DELETE", "/").Code)
	require.Equal(t, http.StatusOK, ask(handler, "HEAD", "/trial/eq-46").Code)
	require.Equal(t, http.StatusRequestURITooLong, ask(handler, "GET", "/trial/eq-46?plant="+strings.Repeat("1", 1000)).Code)
	require.Equal(t, http.StatusForbidden, ask(handler, "GET", "/trial/eq-46?plant=", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "image").Code)
	require.Equal(t, http.StatusOK, ask(handler, "GET", "/trial/eq-46?plant=", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document").Code, "a link")
}

func TestEveryAnswerHasThePolicy(t *testing.T) {
	handler := newSite(t)
	for _, target := range []string{"/", "/docs/README.md", "/docs/figures/a.svg", "/style.css", "/trial/eq-46", "/trial/eq-46?n=x", "/nowhere"} {
		header := get(handler, target).Header()
		for name, value := range policy {
			require.Equal(t, value, header.Get(name), target)
		}
		require.NotEmpty(t, header.Get("Content-Type"))
	}
	require.NotContains(t, policy["Content-Security-Policy"], "script")
	require.NotContains(t, policy["Content-Security-Policy"], "unsafe")
}

// The server answers until its context ends, and leaves nothing behind.
func TestServeEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, newSite(t)) }()
	answer, err := http.Get("http://" + l.Addr().String() + "/docs/README.md")
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Contains(t, string(body), "Contents")
	stop()
	require.NoError(t, <-ended)
	_, err = net.Dial("tcp4", l.Addr().String())
	require.Error(t, err)
}

// pipes is a listener whose connections are pipes in memory, so that time can be counted.
type pipes struct {
	connections chan net.Conn
	closed      chan struct{}
	once        sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.connections:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// dial returns a client's end of a new connection.
func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.connections <- server
	return client
}

// A client that holds a connection, and an answer that does not end, keep the server for less
// than a second.
func TestServeEndsWhateverClientsDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &pipes{connections: make(chan net.Conn), closed: make(chan struct{})}
		ctx, stop := context.WithCancel(t.Context())
		ended, begun, over := make(chan error, 1), make(chan struct{}), make(chan struct{})
		endless := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			<-over
		})
		go func() { ended <- Serve(ctx, l, endless) }()
		held, asking := l.dial(), l.dial()
		defer held.Close()
		defer asking.Close()
		_, err := io.WriteString(asking, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		require.NoError(t, err)
		<-begun
		asked := time.Now()
		stop()
		require.NoError(t, <-ended)
		require.Less(t, time.Since(asked), time.Second)
		close(over)
	})
}
