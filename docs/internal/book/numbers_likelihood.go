package book

// likelihoodNumbers are those of docs/chapters/01-likelihood.md.
var likelihoodNumbers = numbers{}
