package chapters

import (
	"slices"

	"chainrule/gradcheck/equations/errata"
)

// errataNumbers computes the numbers of docs/chapters/13-errata.md that no erratum has.
func errataNumbers(show Show) {
	all, shown := errata.All(), 0
	for _, e := range all {
		shown += countIf(e.Shown)
	}
	show("all", "%d", len(all))
	show("shown", "%d", shown)
	show("unshown", "%d", len(all)-shown)
	for _, kind := range []string{"math", "code", "notation", "text", "assumption", "result"} {
		show(kind, "%d", counted(all, func(e errata.Erratum) bool { return slices.Contains(e.Kinds, kind) }))
	}
}
