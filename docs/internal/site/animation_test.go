package site

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// wellFormed returns an error if a text is not XML.
func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

var (
	frameGroup = regexp.MustCompile(`<g class="k k(\d+)">`)
	sizeOf     = regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`)
)

// The picture has a frame for each row of the table, each with its own groups and its own
// keys, a title and a description, light and dark, and is not large.
func TestTheAnimationOfATraining(t *testing.T) {
	handler := newSite(t)
	for query, epochs := range map[string][]int{"": snapshotEpochs, "epochs=1": {0, 1}, "epochs=7": {0, 1, 2, 5, 7}, "epochs=500&narrow=1": snapshotEpochs,
		"hidden=50&rate=0.01&activation=tanh&across=0&up=4": snapshotEpochs} {
		if testing.Short() && len(epochs) == len(snapshotEpochs) {
			continue
		}
		w := get(handler, "/train.svg?"+query)
		require.Equal(t, "image/svg+xml", w.Header().Get("Content-Type"))
		svg := w.Body.String()
		require.NoError(t, wellFormed(svg), query)
		require.Less(t, len(svg), 400_000, query)
		frames := map[string]bool{}
		for _, m := range frameGroup.FindAllStringSubmatch(svg, -1) {
			frames[m[1]] = true
		}
		require.Len(t, frames, len(epochs), query)
		require.Equal(t, len(epochs), strings.Count(svg, "@keyframes"), query)
		for _, part := range []string{"<title ", "<desc ", "prefers-color-scheme:dark", "prefers-reduced-motion:no-preference"} {
			require.Equal(t, 1, strings.Count(svg, part), "%s: %s", query, part)
		}
		for _, epoch := range epochs {
			require.Contains(t, svg, ">"+after(epoch)+"</text>", query)
		}
	}
	require.Error(t, wellFormed("<svg><g></svg>"))
}

// The last frame of an animation, alone, is the still picture, which does not move.
func TestTheLastFrameIsTheStillPicture(t *testing.T) {
	handler := newSite(t)
	moving, still := get(handler, "/train.svg?epochs=20").Body.String(), get(handler, "/train.svg?epochs=20&still=1").Body.String()
	require.Equal(t, body(still), body(only(moving, 5)))
	require.NotEqual(t, body(still), body(only(moving, 4)))
	require.NotContains(t, still, "keyframes")
}

// body is what follows the style.
func body(svg string) string {
	_, after, _ := strings.Cut(svg, "</style>")
	return after
}

// only removes the groups of the other frames, and the marks of this one.
func only(svg string, frame int) string {
	return regexp.MustCompile(`(?s)<g class="k k(\d+)">\n(.*?)\n</g>\n`).ReplaceAllStringFunc(svg, func(group string) string {
		head, content, _ := strings.Cut(group, "\n")
		if head != fmt.Sprintf(`<g class="k k%d">`, frame) {
			return ""
		}
		return strings.TrimSuffix(content, "</g>\n")
	})
}

func TestAnimation(t *testing.T) {
	svg, err := animation("a", []string{"<svg>\n<style>\n</style>\nA\n1\n2\nB\n</svg>\n", "<svg>\n<style>\n</style>\nA\nB\n3\n</svg>\n"})
	require.NoError(t, err)
	require.Equal(t, "\nA\n<g class=\"k k0\">\n1\n2\n</g>\nB\n<g class=\"k k1\">\n3\n</g>\n</svg>\n", body(svg))
	require.Contains(t, svg, ".chart-a .k0{animation:a-0 4.8s step-end infinite}\n@keyframes a-0{0.00%{visibility:visible}16.67%,100%{visibility:hidden}}")
	require.Contains(t, svg, ".chart-a .k1{animation:a-1 4.8s step-end infinite}\n@keyframes a-1{0%{visibility:hidden}16.67%{visibility:visible}100%{visibility:visible}}")
	_, err = animation("a", []string{"A\nB\n", "B\nA\n"})
	require.EqualError(t, err, `frame 1 has not the order of frame 0 at "A"`)
	one, err := animation("a", []string{"<svg>\n</style>\n</svg>\n"})
	require.NoError(t, err)
	require.Equal(t, "<svg>\n</style>\n</svg>\n", one)
}

// A picture that is opened by itself may use its own style, and nothing else.
func TestThePictureAllowsItsOwnStyle(t *testing.T) {
	w := get(newSite(t), "/train.svg?epochs=1")
	_, style, _ := strings.Cut(w.Body.String(), "<style>")
	style, rest, _ := strings.Cut(style, "</style>")
	require.NotContains(t, rest, "<style>", "there is one")
	sum := sha256.Sum256([]byte(style))
	require.Equal(t, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'; base-uri 'none'; frame-ancestors 'none'",
		w.Header().Get("Content-Security-Policy"))
}

// The page leaves the picture the room that it takes.
func TestThePageKnowsTheSizeOfThePicture(t *testing.T) {
	handler := newSite(t)
	page := get(handler, "/train?epochs=1").Body.String()
	for _, query := range []string{"", "&narrow=1"} {
		m := sizeOf.FindStringSubmatch(get(handler, "/train.svg?epochs=1"+query).Body.String())
		require.Contains(t, page, fmt.Sprintf(`width="%s" height="%s"`, m[1], m[2]))
	}
}
