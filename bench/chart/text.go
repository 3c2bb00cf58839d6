package chart

import (
	"cmp"
	"slices"
	"strings"
)

// small is the size of subscripts and superscripts, of the text's.
const small = 0.72

// A part of a text is raised, lowered or neither, in sizes of the font.
type part struct {
	text  string
	raise float64
}

// split takes _{…} and ^{…} out of a text.
func split(text string) (parts []part) {
	for text != "" {
		i := strings.Index(text, "_{")
		if j := strings.Index(text, "^{"); i < 0 || j >= 0 && j < i {
			i = j
		}
		end := -1
		if i >= 0 {
			end = strings.IndexByte(text[i:], '}')
		}
		if end < 0 {
			return append(parts, part{text, 0})
		}
		if i > 0 {
			parts = append(parts, part{text[:i], 0})
		}
		raise := 0.35
		if text[i] == '_' {
			raise = -0.22
		}
		parts = append(parts, part{text[i+2 : i+end], raise})
		text = text[i+end+1:]
	}
	return parts
}

// width estimates the width of a text. Fonts differ by a tenth and more; this is a wide one.
func width(text string, size float64) (w float64) {
	for _, p := range split(text) {
		scale := size
		if p.raise != 0 {
			scale *= small
		}
		for _, r := range p.text {
			w += scale * advance(r)
		}
	}
	return w
}

// advance returns the width of a letter, of the size of the font.
func advance(r rune) float64 {
	switch {
	case strings.ContainsRune("ijl.,:;'|!·", r):
		return 0.29
	case strings.ContainsRune(" ftrI()[]-/", r):
		return 0.36
	case strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉ₖₘₙᵢⱼᵗᵀ", r):
		return 0.4
	case strings.ContainsRune("mwMW%@", r):
		return 0.9
	case r >= 'A' && r <= 'Z':
		return 0.7
	default:
		return 0.59
	}
}

// An interval of an axis wants to be about its centre.
type wish struct{ centre, size float64 }

// spread moves intervals apart as little as can be (the sum of squares is least), in the
// order of their centres, and keeps them between lo and hi if they fit there.
func spread(wishes []wish, lo, hi float64) []float64 {
	order := make([]int, len(wishes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(wishes[i].centre, wishes[j].centre) })
	// With the room of the earlier ones subtracted, a centre must not be below
	// the one before: isotonic regression, by pooling.
	type pool struct{ sum, count float64 }
	var pools []pool
	before := make([]float64, len(order))
	for k, i := range order {
		if k > 0 {
			before[k] = before[k-1] + (wishes[order[k-1]].size+wishes[i].size)/2
		}
		pools = append(pools, pool{wishes[i].centre - before[k], 1})
		for n := len(pools) - 1; n > 0 && pools[n-1].sum/pools[n-1].count > pools[n].sum/pools[n].count; n-- {
			pools[n-1] = pool{pools[n-1].sum + pools[n].sum, pools[n-1].count + pools[n].count}
			pools = pools[:n]
		}
	}
	places, k := make([]float64, len(order)), 0
	for _, p := range pools {
		for range int(p.count) {
			first, last := wishes[order[0]].size/2, wishes[order[len(order)-1]].size/2
			base := max(min(p.sum/p.count, hi-last-before[len(order)-1]), lo+first)
			places[order[k]] = base + before[k]
			k++
		}
	}
	return places
}
