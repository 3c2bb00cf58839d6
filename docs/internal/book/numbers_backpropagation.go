package book

// backpropagationNumbers are those of docs/chapters/04-backpropagation.md.
var backpropagationNumbers = numbers{}
