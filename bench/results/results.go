// Package results has the committed results of the benchmarks, for programs that run where there
// is no checkout.
package results

import "embed"

// Files are the results that can be read.
//
//go:embed *.md *.svg *.txt
var Files embed.FS
