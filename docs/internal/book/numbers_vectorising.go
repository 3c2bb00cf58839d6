package book

// vectorisingNumbers are those of docs/chapters/05-vectorising.md.
var vectorisingNumbers = numbers{}
