package site

import (
	"fmt"
	"strings"
)

const (
	frameSeconds = 0.8 // that a frame is shown
	endSeconds   = 4.0 // that the last one is
)

// film returns one picture that shows many, all of one figure's name, one after the other,
// again and again; who asks for less motion sees the last. Their elements stand on lines.
// Lines that all have are there once; the others are in groups, one for each frame in a
// place. The style of the last holds for all.
func film(name string, frames []string) (string, error) {
	lines, counts := make([][]string, len(frames)), make([]map[string]int, len(frames))
	for i, frame := range frames {
		lines[i], counts[i] = strings.Split(strings.TrimSuffix(frame, "\n"), "\n"), map[string]int{}
		for _, line := range lines[i] {
			counts[i][line]++
		}
	}
	common := func(line string) bool {
		for _, count := range counts {
			if count[line] != counts[0][line] {
				return false
			}
		}
		return true
	}
	var b strings.Builder
	for {
		for i := range lines {
			n := 0
			for n < len(lines[i]) && !common(lines[i][n]) {
				n++
			}
			if n > 0 {
				fmt.Fprintf(&b, "<g class=\"k k%d\">\n%s\n</g>\n", i, strings.Join(lines[i][:n], "\n"))
				lines[i] = lines[i][n:]
			}
		}
		if len(lines[0]) == 0 {
			return b.String(), nil
		}
		line := lines[0][0]
		for i := range lines {
			if len(lines[i]) == 0 || lines[i][0] != line {
				return "", fmt.Errorf("frame %d has not the order of frame 0 at %.60q", i, line)
			}
			lines[i] = lines[i][1:]
		}
		if line == "</style>" && len(frames) > 1 {
			b.WriteString(motion(name, len(frames)))
		}
		b.WriteString(line + "\n")
	}
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
