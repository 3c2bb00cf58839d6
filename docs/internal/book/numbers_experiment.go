package book

// experimentNumbers are those of docs/chapters/09-experiment.md.
var experimentNumbers = numbers{}
