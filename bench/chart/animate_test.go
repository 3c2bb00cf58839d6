package chart

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Lines of all frames are there once, the others in groups of their frames, which have their own keys.
func TestFramesAreMerged(t *testing.T) {
	const head = "<svg>\n<style>\n</style>\n"
	svg, err := merged("a", []string{head + "A\n1\n2\nB\n</svg>\n", head + "A\nB\n3\n</svg>\n"})
	require.NoError(t, err)
	style, body, _ := strings.Cut(string(svg), "</style>")
	require.Equal(t, "\nA\n<g class=\"k k0\">\n1\n2\n</g>\nB\n<g class=\"k k1\">\n3\n</g>\n</svg>\n", body)
	require.Contains(t, style, ".chart-a .k0{animation:a-0 4.8s step-end infinite}\n@keyframes a-0{0.00%{visibility:visible}16.67%,100%{visibility:hidden}}")
	require.Contains(t, style, ".chart-a .k1{animation:a-1 4.8s step-end infinite}\n@keyframes a-1{0%{visibility:hidden}16.67%{visibility:visible}100%{visibility:visible}}")
	_, err = merged("a", []string{"A\nB\n", "B\nA\n"})
	require.EqualError(t, err, `chart: a: frame 1 has not the order of frame 0`)
}

// only removes the groups of the other frames, and the marks of this one.
func only(svg []byte, frame int) string {
	_, body, _ := strings.Cut(string(svg), "</style>")
	return regexp.MustCompile(`(?s)<g class="k k(\d+)">\n(.*?)\n</g>\n`).ReplaceAllStringFunc(body, func(group string) string {
		content, is := strings.CutPrefix(group, fmt.Sprintf("<g class=\"k k%d\">\n", frame))
		if !is {
			return ""
		}
		return strings.TrimSuffix(content, "</g>\n")
	})
}

// Each frame, alone, is its figure.
func TestFramesAreFigures(t *testing.T) {
	var frames []Figure
	for i := range 3 {
		n := []float64{8, 64, 256 * float64(i+1)}
		frames = append(frames, Figure{Name: "moves", Title: "A line", Panels: []Panel{{
			Title: fmt.Sprintf("frame %d", i), X: Axis{Scale: Log2, Min: 4, Max: 2048}, Y: Axis{Max: 4},
			Layers: []Layer{Line{X: n, Y: []float64{1, 3, 2}}, Points{X: n[:i+1], Y: []float64{1, 3, 2}[:i+1]}},
		}}})
	}
	svg, err := Animate(frames)
	require.NoError(t, err)
	parse(t, svg)
	for i := range frames {
		alone, err := frames[i].SVG()
		require.NoError(t, err)
		require.Equal(t, only(alone, i), only(svg, i))
		require.NotEqual(t, only(alone, i), only(svg, (i+1)%3))
	}
}

// One frame is a figure, which does not move; one that can't be drawn is an error.
func TestAFrameIsAFigure(t *testing.T) {
	all := figures()
	still, err := all[0].SVG()
	require.NoError(t, err)
	svg, err := Animate(all[:1])
	require.NoError(t, err)
	require.Equal(t, string(still), string(svg))
	_, err = Animate([]Figure{all[0], {Name: all[0].Name}})
	require.EqualError(t, err, "chart: lines: no title, which is all that some readers have")
}
