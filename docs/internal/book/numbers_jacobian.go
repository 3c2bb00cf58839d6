package book

// jacobianNumbers are those of docs/chapters/03-softmax-jacobian.md.
var jacobianNumbers = numbers{}
