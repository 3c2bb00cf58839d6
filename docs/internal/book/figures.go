package book

// figures are the functions that draw docs/figures, by name, without .svg.
var figures = map[string]func() ([]byte, error){}
