package book

// numericsNumbers are those of docs/chapters/10-numerics.md.
var numericsNumbers = numbers{}
