// Package command has the subcommands of go run ./docs.
package command

import (
	"context"
	"fmt"

	"chainrule/docs/cli"
	"chainrule/nn/file"
)

// Run carries out a command line.
func Run(ctx context.Context, args []string, s cli.Streams) error {
	if len(args) == 0 {
		return paper(ctx, s)
	}
	switch name, args := args[0], args[1:]; name {
	case "export":
		if isFolder(args) {
			return exportBook(ctx, args[0], s)
		}
		return model(name, args, s)
	case "verify":
		return verify(ctx, args, s)
	case "train":
		return train(ctx, args, s)
	case "predict", "info":
		return model(name, args, s)
	case "dataset":
		return data(args, s)
	case "write":
		return keepBook(ctx, name, aboutWrite, args, s)
	case "check":
		return keepBook(ctx, name, aboutCheck, args, s)
	case "serve":
		return serve(ctx, args, s)
	case "exercise":
		return practise(ctx, args, s)
	case "-h", "-help", "--help", "help":
		fmt.Fprint(s.Out, usage)
		return nil
	default:
		return cli.Unusable("unknown command %s: want verify, train, predict, info, export, dataset, write, check, serve or exercise, or none for the whole paper", file.Quote(name))
	}
}

const usage = `The paper "Multi-Layer Perceptron for Multi-Class Classification", run.

  go run ./docs                    the whole paper: equations checked, model
                                   trained, result beside the paper's
  go run ./docs verify  [flags]    the equations on trial, a line each, with
                                   proofs, listings, examples and planted errors
  go run ./docs train   [flags]    train a model, by default the paper's
  go run ./docs predict [flags]    classify rows with a model that train saved
  go run ./docs info    [flags]    what a saved model is
  go run ./docs export  [flags]    a saved model for other engines, as ONNX
  go run ./docs export  DIR        the book as files, with every trial
  go run ./docs dataset [flags]    the data, by default the paper's, as CSV
  go run ./docs write              what is generated in the book, written
  go run ./docs check   [flags]    the book, compared with what it is written from
  go run ./docs serve   [flags]    the book in a browser, with live trials
  go run ./docs exercise [number]  exercises of the book, written and judged

Each of them lists its flags with -h.
Exit status: 0 success, 1 an equation or a run failed or the book is wrong,
2 unusable input, 130 training was interrupted.
`
