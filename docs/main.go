// Docs runs the paper "Multi-Layer Perceptron for Multi-Class Classification": its
// equations on trial, its model trained on its data, its result beside ours.
//
//	go run ./docs         the whole paper
//	go run ./docs help    the subcommands, their flags with -h, the exit statuses
package main

import (
	"chainrule/docs/cli"
	"chainrule/docs/internal/command"
)

func main() {
	command.Embedded = embedded{}
	cli.Main("docs", command.Run)
}
