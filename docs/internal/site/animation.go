package site

import (
	"fmt"
	"slices"
	"strings"
)

const (
	frameSeconds = 0.8 // that a frame is shown
	endSeconds   = 4.0 // that the last one is
)

// animation returns one picture that shows many, all of one figure's name, one after the other,
// again and again; a reader who prefers less motion sees the last. Their elements stand on lines.
// Lines that all have are there once; the others are in groups, one for each frame in a
// place. The style of the last holds for all.
func animation(name string, frames []string) (string, error) {
	common := commonLines(frames)
	shared, own := make([][]string, len(frames)), make([][]string, len(frames)) // lines, and what stands before each
	for i, frame := range frames {
		before := ""
		for line := range strings.Lines(strings.TrimSuffix(frame, "\n") + "\n") {
			if !common[line] {
				before += line
				continue
			}
			if n := len(shared[i]); i > 0 && line != shared[0][n] {
				return "", fmt.Errorf("frame %d has not the order of frame 0 at %.60q", i, strings.TrimSpace(shared[0][n]))
			}
			shared[i], own[i], before = append(shared[i], line), append(own[i], before), ""
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
			b.WriteString(motion(name, len(frames)))
		}
		b.WriteString(line)
	}
	return b.String(), nil
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

// motion returns the rules that show n frames in turn.
func motion(name string, n int) string {
	var b strings.Builder
	root := ".chart-" + name
	total := frameSeconds*float64(n-1) + endSeconds
	fmt.Fprintf(&b, "%s .k{visibility:hidden}\n%s .k%d{visibility:visible}\n@media (prefers-reduced-motion:no-preference){\n", root, root, n-1)
	for i := range n {
		at := func(frame int) float64 { return 100 * frameSeconds * float64(frame) / total }
		keys := fmt.Sprintf("%.2f%%{visibility:visible}", at(i))
		if i > 0 {
			keys = "0%{visibility:hidden}" + keys
		}
		if i < n-1 {
			keys += fmt.Sprintf("%.2f%%,100%%{visibility:hidden}", at(i+1))
		} else {
			keys += "100%{visibility:visible}"
		}
		fmt.Fprintf(&b, "%s .k%d{animation:%s-%d %.1fs step-end infinite}\n@keyframes %s-%d{%s}\n", root, i, name, i, total, name, i, keys)
	}
	b.WriteString("}\n")
	return b.String()
}
