// Docs runs the paper "Multi-Layer Perceptron for Multi-Class Classification": its
// equations on trial, its model trained on its data, its result beside ours.
//
//	go run ./docs                    the whole paper
//	go run ./docs verify  [flags]    the equations on trial, a line each
//	go run ./docs train   [flags]    a model, by default the paper's
//	go run ./docs dataset [flags]    the data, by default the paper's, as CSV
//	go run ./docs write              what is generated in the book, written
//	go run ./docs check   [flags]    the book, compared with what it is written from
//	go run ./docs serve   [flags]    the book in a browser, with live trials
//
// With -h each lists its flags. The exit status is 0 for success, 1 if an equation
// fails its trial, a run fails or the book is not as it should be, 2 for input that
// can't be used, and 130 if training was interrupted.
package main

import (
	"chainrule/docs/cli"
	"chainrule/docs/internal/command"
)

func main() { cli.Main("docs", command.Run) }
