package book

// errataNumbers are those of docs/chapters/13-errata.md.
var errataNumbers = numbers{}
