package site

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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
		require.NoError(t, xml.Unmarshal([]byte(svg), &struct{}{}), query)
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
	require.Error(t, xml.Unmarshal([]byte("<svg><g></svg>"), &struct{}{}))
}

// The picture of the last frame does not move.
func TestTheStillPicture(t *testing.T) {
	still := get(newSite(t), "/train.svg?epochs=20&frame=6").Body.String()
	require.Contains(t, still, ">after 20 epochs</text>")
	require.NotContains(t, still, "before the first epoch")
	require.NotContains(t, still, "keyframes")
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
