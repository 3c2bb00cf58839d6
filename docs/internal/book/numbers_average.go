package book

// averageNumbers are those of docs/chapters/07-averages.md.
var averageNumbers = numbers{}
