// Pages makes the HTML pages of the book from its Markdown, and those of the source files
// to which it links. They are committed, and embedded by docs/internal/site.
//
//	npm ci && go run .
//
// Only pages whose source has changed are made anew, or all if this program has. Formulas
// are typeset by Temml, which node runs; all else is Go.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"chainrule/docs/internal/site/page"
)

func main() {
	root := flag.String("root", "../../..", "root `folder` of the module")
	out := flag.String("out", "", "`folder` of the pages (default that of docs/internal/site)")
	flag.Parse()
	if *out == "" {
		*out = filepath.Join(*root, page.Output)
	}
	made, all, err := generate(*root, *out, ".")
	if err != nil {
		fmt.Fprintf(os.Stderr, "pages: %v\n", err)
		os.Exit(1)
	}
	fmt.Printf("%d of %d pages made anew\n", made, all)
}

// generate makes the pages of the documents under root, with the generator's own files in
// folder. It returns how many it made anew, and how many there are.
func generate(root, out, folder string) (made, all int, err error) {
	hash, err := page.GeneratorHash(folder)
	if err != nil {
		return 0, 0, err
	}
	b := &book{root: root, hash: hash, documents: map[string]*document{}, images: map[string]bool{}}
	if err := b.read(page.Roots(root)); err != nil {
		return 0, 0, err
	}
	changed := b.changed(out)
	if err := typeset(folder, changed); err != nil {
		return 0, 0, err
	}
	if err := b.write(out, changed); err != nil {
		return 0, 0, err
	}
	return len(changed), len(b.documents), nil
}
