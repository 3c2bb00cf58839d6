package site

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// browser is a page in Chromium, driven by the DevTools protocol over two pipes.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	id      int
}

// newBrowser starts Chromium with an empty page, or skips the test.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser: the full run has it")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("needs chromium, which is not installed: apt-get install chromium")
	}
	profile, err := os.MkdirTemp("", "browser")
	require.NoError(t, err)
	args := []string{"--headless", "--disable-gpu", "--remote-debugging-pipe", "--user-data-dir=" + profile}
	if os.Geteuid() == 0 { // the browser's sandbox refuses root
		args = append(args, "--no-sandbox")
	}
	command := exec.CommandContext(t.Context(), path, args...)
	in, to, err := os.Pipe()
	require.NoError(t, err)
	from, out, err := os.Pipe()
	require.NoError(t, err)
	command.ExtraFiles = []*os.File{in, out} // which are 3 and 4 there
	require.NoError(t, command.Start())
	in.Close()
	out.Close()
	require.NoError(t, from.SetReadDeadline(time.Now().Add(2*time.Minute)))
	b := &browser{t: t, to: to, from: bufio.NewReader(from)}
	t.Cleanup(func() {
		to.Write([]byte(`{"id":0,"method":"Browser.close"}` + "\x00"))
		command.Wait()
		to.Close()
		from.Close()
		for os.RemoveAll(profile) != nil { // its processes end, one after the other
			time.Sleep(10 * time.Millisecond)
		}
	})
	var target struct{ TargetID, SessionID string }
	b.call("Target.createTarget", params{"url": "about:blank"}, &target)
	b.call("Target.attachToTarget", params{"targetId": target.TargetID, "flatten": true}, &target)
	b.session = target.SessionID
	b.call("Page.enable", nil, nil)
	return b
}

// params are the arguments of a method of the protocol.
type params map[string]any

// message is an answer of the browser, or an event.
type message struct {
	ID     int
	Method string
	Result json.RawMessage
	Error  *struct{ Message string }
}

// next returns the next message of the browser.
func (b *browser) next() (m message) {
	b.t.Helper()
	text, err := b.from.ReadBytes(0)
	require.NoError(b.t, err)
	require.NoError(b.t, json.Unmarshal(text[:len(text)-1], &m))
	return m
}

// call calls a method and reads its result.
func (b *browser) call(method string, p params, result any) {
	b.t.Helper()
	b.id++
	request := params{"id": b.id, "method": method, "params": p}
	if b.session != "" {
		request["sessionId"] = b.session
	}
	text, err := json.Marshal(request)
	require.NoError(b.t, err)
	_, err = b.to.Write(append(text, 0))
	require.NoError(b.t, err)
	m := b.next()
	for m.ID != b.id {
		m = b.next()
	}
	require.Nil(b.t, m.Error, method)
	if result != nil {
		require.NoError(b.t, json.Unmarshal(m.Result, result))
	}
}

// loaded does something that leads to a page, and waits until that is there.
func (b *browser) loaded(do func()) {
	b.t.Helper()
	var tree struct {
		FrameTree struct{ Frame struct{ LoaderID string } }
	}
	b.call("Page.getFrameTree", nil, &tree)
	before := tree.FrameTree.Frame.LoaderID
	do()
	ready := ""
	for end := time.Now().Add(30 * time.Second); tree.FrameTree.Frame.LoaderID == before || ready != "complete"; time.Sleep(5 * time.Millisecond) {
		require.True(b.t, time.Now().Before(end), "no page came")
		b.call("Page.getFrameTree", nil, &tree)
		b.eval("document.readyState", &ready)
	}
}

// open opens an address.
func (b *browser) open(address string) {
	b.t.Helper()
	b.loaded(func() { b.call("Page.navigate", params{"url": address}, nil) })
}

// eval evaluates an expression in the page, which it may do where the page itself can't.
func (b *browser) eval(expression string, result any) {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", params{"expression": expression, "awaitPromise": true, "returnByValue": true}, &answer)
	require.Empty(b.t, string(answer.ExceptionDetails), expression[:min(len(expression), 200)])
	if result != nil {
		require.NoError(b.t, json.Unmarshal(answer.Result.Value, result), expression)
	}
}

// text returns the text that an expression has.
func (b *browser) text(expression string) (text string) {
	b.t.Helper()
	b.eval("String("+expression+")", &text)
	return text
}

// show sets the colours, light or dark, and the width of the window.
func (b *browser) show(scheme string, width int) {
	b.t.Helper()
	b.call("Emulation.setEmulatedMedia", params{"features": []params{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	b.call("Emulation.setDeviceMetricsOverride", params{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// press presses a key, which may have a text.
func (b *browser) press(key string) {
	b.t.Helper()
	code := map[string]int{"Tab": 9, "Enter": 13, "ArrowDown": 40, "ArrowUp": 38, "Home": 36}[key]
	require.NotZero(b.t, code, key)
	down := params{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code}
	if key == "Enter" {
		down["text"] = "\r"
	}
	b.call("Input.dispatchKeyEvent", down, nil)
	b.call("Input.dispatchKeyEvent", params{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code}, nil)
}

// focused reports whether the element of a selector or with a text has the focus, and demands that it shows so.
func (b *browser) focused(name string) bool {
	b.t.Helper()
	require.NotEqual(b.t, "none", b.text("document.activeElement == document.body || getComputedStyle(document.activeElement).outlineStyle"), "no outline: %s", b.text("document.activeElement.outerHTML"))
	return b.text(fmt.Sprintf("document.activeElement.matches(%q) || document.activeElement.textContent == %[1]q", name)) == "true"
}

// reach presses Tab until an element has the focus.
func (b *browser) reach(name string) {
	b.t.Helper()
	for range 200 {
		if b.press("Tab"); b.focused(name) {
			return
		}
	}
	require.Fail(b.t, "no Tab reaches "+name)
}

// enter reaches an element that leads to a page, and presses Enter.
func (b *browser) enter(name string) {
	b.t.Helper()
	b.reach(name)
	b.loaded(func() { b.press("Enter") })
}

// cut returns the elements that are wider than the page, or on paper than their place, where nothing scrolls.
func (b *browser) cut(paper bool) string {
	b.t.Helper()
	return b.text(fmt.Sprintf(`[...document.querySelectorAll(%v ? "*" : "html")].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0).map(e => e.outerHTML.slice(0, 80))`, paper))
}
