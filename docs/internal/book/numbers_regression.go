package book

// regressionNumbers are those of docs/chapters/02-softmax-regression.md.
var regressionNumbers = numbers{}
