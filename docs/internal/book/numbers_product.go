package book

// productNumbers are those of docs/chapters/11-products.md.
var productNumbers = numbers{}
