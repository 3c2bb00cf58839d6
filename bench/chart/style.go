package chart

import (
	"fmt"
	"strings"
)

// Colour is a colour from a small set that people tell apart with any kind of sight, on light and on dark.
type Colour int

// The colours of Okabe and Ito, darker on a light sheet and lighter on a dark one, so
// that text in them can be read. Auto takes the colours of a panel's layers in this order.
const (
	Auto Colour = iota
	Blue
	Vermillion
	Green
	Purple
	Orange
	Sky
	Ink
	Grey
)

// A tone is a colour on light and on dark.
type tone struct{ light, dark string }

var tones = [...]tone{
	Blue:       {"#0068a4", "#58aee6"},
	Vermillion: {"#c04a00", "#f2854c"},
	Green:      {"#007a59", "#35c79b"},
	Purple:     {"#a64d7f", "#e09cc4"},
	Orange:     {"#966200", "#e8b03a"},
	Sky:        {"#2a7aab", "#9bd3f5"},
	Ink:        {"#1f2328", "#e6edf3"},
	Grey:       {"#59636e", "#9aa4ae"},
}

var (
	sheetTone = tone{"#ffffff", "#0d1117"}
	gridTone  = tone{"#dfe3e8", "#2d333b"}
)

// of returns the colour, or the other one if it is Auto.
func (c Colour) of(other Colour) Colour {
	if c == Auto {
		return other
	}
	return c
}

// style returns the style element: rules for light, and again for dark.
func (s *sheet) style() string {
	var b strings.Builder
	root := ".chart-" + s.name
	fmt.Fprintf(&b, "<style>\n%s{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif}\n", root)
	fmt.Fprintf(&b, "%s .p{fill:none;stroke-linejoin:round;stroke-linecap:round}\n", root)
	fmt.Fprintf(&b, "%s .d{stroke-dasharray:6 5;stroke-linecap:butt}\n", root)
	fmt.Fprintf(&b, "%s .h{paint-order:stroke;stroke-width:4;stroke-linejoin:round}\n", root)
	fmt.Fprintf(&b, "%s .i{font-style:italic}\n%s .b{font-weight:600}\n", root, root)
	s.rules(&b, root, func(t tone) string { return t.light })
	b.WriteString("@media (prefers-color-scheme:dark){\n")
	s.rules(&b, root, func(t tone) string { return t.dark })
	b.WriteString("}\n</style>\n")
	return b.String()
}

// rules writes the colours, as on one of the two.
func (s *sheet) rules(b *strings.Builder, root string, on func(tone) string) {
	fmt.Fprintf(b, "%s .sheet{fill:%s}\n%s .h{stroke:%s}\n%s .g{fill:none;stroke:%s}\n", root, on(sheetTone), root, on(sheetTone), root, on(gridTone))
	fmt.Fprintf(b, "%s text{fill:%s}\n%s .a{fill:none;stroke:%s}\n%s .m{fill:%s}\n", root, on(tones[Ink]), root, on(tones[Grey]), root, on(tones[Grey]))
	for c, used := range s.used {
		if used {
			fmt.Fprintf(b, "%s .s%d{stroke:%s}\n%s .f%d{fill:%s}\n", root, c, on(tones[c]), root, c, on(tones[c]))
		}
	}
}
