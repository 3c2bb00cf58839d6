package command

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/nn/dataset"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// modelFlags are the flags of predict, info and export.
type modelFlags struct {
	model, data, onnx string
	json              bool
	csv               dataset.CSV
}

// model carries out predict, info or export.
func model(name string, args []string, s cli.Streams) error {
	var c modelFlags
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.StringVar(&c.model, "model", "", "`file` that train -save wrote")
	about := "Prints the contents of a model: features, classes, widths, settings of the training."
	switch name {
	case "predict":
		about = "Classifies rows. Prints the class of each and the probabilities of all as CSV;\nif the file has labels, also the confusion table and error rate, on standard error."
		flags.StringVar(&c.data, "data", "", "CSV `file` with the features that the model knows, by name, in any order; - is standard input")
		flags.BoolVar(&c.json, "json", false, "a JSON object a row instead of CSV")
		csvFlags(flags, &c.csv)
	case "export":
		about = "Writes a model for other engines."
		flags.StringVar(&c.onnx, "onnx", "", "`file` to write in the ONNX format")
	}
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	for _, required := range []struct{ flag, value string }{{"model", c.model}, {"data", c.data}, {"onnx", c.onnx}} {
		if flags.Lookup(required.flag) != nil && required.value == "" {
			return cli.Unusable("%s: -%s is missing", name, required.flag)
		}
	}
	wide, err := classifier.Load[float64](c.model)
	if errors.Is(err, classifier.ErrType) {
		narrow, err := classifier.Load[float32](c.model)
		return use(name, &c, narrow, err, s)
	}
	return use(name, &c, wide, err, s)
}

// use carries out a command on a model that was read.
func use[F tensor.Float](name string, c *modelFlags, m *classifier.Classifier[F], err error, s cli.Streams) error {
	if err != nil {
		return cli.Unusable("%s: -model %w", name, err)
	}
	switch name {
	case "info":
		return info(m, s)
	case "export":
		if err := file.Write(c.onnx, m.WriteONNX); err != nil {
			return fmt.Errorf("export: -onnx %s: %w", cli.Printable(c.onnx), err)
		}
		_, err := fmt.Fprintf(s.Out, "saved to %s\n", cli.Printable(c.onnx))
		return err
	}
	return predict(c, m, s)
}

// info prints what a model is.
func info[F tensor.Float](m *classifier.Classifier[F], s cli.Streams) error {
	text := cli.NewText(s.Out)
	widths, names := m.Net.Widths(), []string{}
	for _, σ := range m.Net.Activations() {
		names = append(names, σ.String())
	}
	text.Printf("classifier of %s by %d features\n", file.Quote(m.Label), len(m.Features))
	text.Printf("network: %s, %s, %T, %d parameters\n", joined(widths), strings.Join(names, " "), F(0), len(m.Net.Parameters().Theta))
	text.Printf("classes: %s\n", list(m.Classes))
	for j, feature := range m.Features {
		if j == 50 {
			text.Printf("and %d more features\n", len(m.Features)-j)
			break
		}
		text.Printf("%3d %s", j+1, file.Short(feature))
		if m.Scaler.Mean != nil {
			text.Printf(", mean %.6g, scale %.6g", m.Scaler.Mean[j], m.Scaler.Scale[j])
		}
		text.Printf("\n")
	}
	var saved savedSettings
	if json.Unmarshal([]byte(m.Settings), &saved) != nil {
		text.Printf("trained with %s\n", file.Quote(m.Settings))
		return nil
	}
	text.Printf("trained with")
	for _, name := range slices.Sorted(maps.Keys(saved.Flags)) {
		if value := saved.Flags[name]; value != "" && value != "false" {
			text.Printf(" -%s %s", file.Short(name), file.Short(value))
		}
	}
	text.Printf("\n")
	return nil
}

// list joins names for people.
func list(names []string) string {
	var short []string
	for _, name := range names[:min(len(names), 50)] {
		short = append(short, file.Short(name))
	}
	if n := len(names) - 50; n > 0 {
		short = append(short, fmt.Sprintf("and %d more", n))
	}
	return strings.Join(short, ", ")
}

// predict classifies the rows of a file.
func predict[F tensor.Float](c *modelFlags, m *classifier.Classifier[F], s cli.Streams) error {
	c.csv.Features, c.csv.Known = m.Features, m.Label
	rows, err := c.csv.ReadFile(c.data)
	if err != nil {
		return cli.Unusable("predict: -data %w", err)
	}
	Y, err := m.PredictProba(rows.X)
	if err != nil {
		return cli.Unusable("predict: %s: %w", cli.Printable(c.data), err)
	}
	guessed := make([]int, Y.Rows())
	nn.Predict(guessed, Y)
	write := writeCSV[F]
	if c.json {
		write = writeJSON[F]
	}
	if err := write(s, m.Classes, guessed, Y); err != nil || rows.Labels == nil {
		return err
	}
	return printErrors(m.Classes, guessed, rows.Labels, cli.NewText(s.Err))
}

// writeCSV writes a header, then for each row the class and the probabilities with as many digits as
// tell them from all others.
func writeCSV[F tensor.Float](s cli.Streams, classes []string, guessed []int, Y tensor.Matrix[F]) error {
	w := csv.NewWriter(s.Out)
	fields := append([]string{"class"}, classes...)
	w.Write(fields) // an error stays until the end
	for i, k := range guessed {
		fields[0] = classes[k]
		for j, y := range Y.Row(i) {
			fields[j+1] = strconv.FormatFloat(float64(y), 'g', -1, bits[F]())
		}
		w.Write(fields)
	}
	w.Flush()
	return w.Error()
}

// bits returns the size of F.
func bits[F tensor.Float]() int {
	if _, narrow := any(F(0)).(float32); narrow {
		return 32
	}
	return 64
}

// writeJSON writes an object for each row.
func writeJSON[F tensor.Float](s cli.Streams, classes []string, guessed []int, Y tensor.Matrix[F]) error {
	e := json.NewEncoder(s.Out)
	for i, k := range guessed {
		var probabilities cli.Object
		for j, y := range Y.Row(i) {
			probabilities = append(probabilities, classes[j], y)
		}
		if err := e.Encode(cli.Object{"row", i + 1, "class", classes[k], "probabilities", probabilities}); err != nil {
			return err
		}
	}
	return nil
}

// printErrors prints the error rate and the confusion table. A label that the model does not know is an error
// of any prediction, and counted apart.
func printErrors(classes []string, guessed []int, labels []string, text *cli.Text) error {
	encoder, err := dataset.FitLabels(classes)
	if err != nil {
		return err
	}
	var known, actual []int
	for i := range labels {
		if k, err := encoder.Indices(labels[i : i+1]); err == nil {
			known, actual = append(known, guessed[i]), append(actual, k[0])
		}
	}
	wrong := len(labels) - len(known)
	if wrong > 0 {
		text.Printf("%d of %d rows have labels that the model does not know\n", wrong, len(labels))
	}
	for i := range known {
		if known[i] != actual[i] {
			wrong++
		}
	}
	text.Printf("%d of %d rows wrong: error %s\n", wrong, len(labels), percent(float64(wrong)/float64(len(labels))))
	if len(classes) <= 12 {
		text.Printf("%s", confusionTable(nn.Confusion(known, actual, len(classes)), classes, text.Width))
	}
	return nil
}
