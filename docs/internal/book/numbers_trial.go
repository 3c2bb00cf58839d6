package book

// trialNumbers are those of docs/chapters/12-trials.md.
var trialNumbers = numbers{}
