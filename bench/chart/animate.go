package chart

import (
	"fmt"
	"slices"
	"strings"
)

const (
	frameSeconds = 0.8 // that a frame is shown
	endSeconds   = 4.0 // that the last one is
)

// Animate returns one picture of figures with one name, the frames, which shows them in turn,
// again and again; a reader who prefers less motion sees the last, whose style holds for all.
// Elements that are equal in all frames, to the byte, are there once; the others are in groups,
// one for each frame in a place.
func Animate(figures []Figure) ([]byte, error) {
	var frames []string
	for i := range figures {
		svg, err := figures[i].SVG()
		if err != nil {
			return nil, err
		}
		frames = append(frames, string(svg))
	}
	return merged(figures[0].Name, frames)
}

func merged(name string, frames []string) ([]byte, error) {
	common := commonLines(frames)
	shared, own := make([][]string, len(frames)), make([][]string, len(frames)) // lines, and what stands before each
	for i, frame := range frames {
		before := ""
		for line := range strings.Lines(frame) {
			if common[line] {
				shared[i], own[i], before = append(shared[i], line), append(own[i], before), ""
			} else {
				before += line
			}
		}
		if !slices.Equal(shared[i], shared[0]) {
			return nil, fmt.Errorf("chart: %s: frame %d has not the order of frame 0", name, i)
		}
	}
	var b strings.Builder
	for k, line := range shared[0] {
		for i := range frames {
			if own[i][k] != "" {
				fmt.Fprintf(&b, "<g class=\"k k%d\">\n%s</g>\n", i, own[i][k])
			}
		}
		if line == "</style>\n" && len(frames) > 1 {
			b.WriteString(motion(".chart-"+name, name, len(frames)))
		}
		b.WriteString(line)
	}
	return []byte(b.String()), nil
}

// commonLines returns the lines that all frames have, each as often.
func commonLines(frames []string) map[string]bool {
	counts, common := make([]map[string]int, len(frames)), map[string]bool{}
	for i, frame := range frames {
		counts[i] = map[string]int{}
		for line := range strings.Lines(frame) {
			counts[i][line]++
		}
	}
	for line, n := range counts[0] {
		common[line] = !slices.ContainsFunc(counts, func(count map[string]int) bool { return count[line] != n })
	}
	return common
}

// motion returns the rules that show n frames below a root in turn.
func motion(root, name string, n int) string {
	var b strings.Builder
	total := frameSeconds*float64(n-1) + endSeconds
	fmt.Fprintf(&b, "%s .k{visibility:hidden}\n%s .k%d{visibility:visible}\n@media (prefers-reduced-motion:no-preference){\n", root, root, n-1)
	for i := range n {
		start, hidden, end := 100*frameSeconds*float64(i)/total, "0%{visibility:hidden}", "100%{visibility:visible}"
		if i == 0 {
			hidden = ""
		}
		if i < n-1 {
			end = fmt.Sprintf("%.2f%%,100%%{visibility:hidden}", 100*frameSeconds*float64(i+1)/total)
		}
		fmt.Fprintf(&b, "%s .k%d{animation:%s-%d %.1fs step-end infinite}\n@keyframes %s-%d{%s%.2f%%{visibility:visible}%s}\n",
			root, i, name, i, total, name, i, hidden, start, end)
	}
	b.WriteString("}\n")
	return b.String()
}
