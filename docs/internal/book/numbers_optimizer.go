package book

// optimizerNumbers are those of docs/chapters/08-optimizers.md.
var optimizerNumbers = numbers{}
