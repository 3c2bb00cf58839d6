package book

// batchNumbers are those of docs/chapters/06-mini-batches.md.
var batchNumbers = numbers{}
