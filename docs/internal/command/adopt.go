package command

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"slices"

	"chainrule/docs/cli"
	"chainrule/nn/classifier"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
)

// free are the flags that the listing leaves open; any other may only repeat it.
var free = []string{"as-printed", "seed", "json", "save", "checkpoint", "every"}

// setAsPrinted sets the values of the listing. A flag that was given another value is an
// error.
func (c *settings) setAsPrinted(flags *flag.FlagSet) error {
	listing := paperSettings()
	listing.Rule.EpsilonInside = true
	want := map[string]string{}
	listing.flagSet().VisitAll(func(f *flag.Flag) {
		if !slices.Contains(free, f.Name) {
			want[f.Name] = f.Value.String()
		}
	})
	if err := adopt(flags, want, nil, "-as-printed: the listing has"); err != nil {
		return err
	}
	c.asPrinted, c.Batches = true, experiment.Printed(c.Seed).Batches
	return nil
}

// adopt gives all flags but the free ones the values that are wanted. One that was given another
// is an error.
func adopt(flags *flag.FlagSet, want map[string]string, free []string, by string) error {
	var contradiction error
	flags.VisitAll(func(f *flag.Flag) {
		value, known := want[f.Name]
		isGiven := cli.Given(flags, f.Name)
		switch {
		case contradiction != nil || !known || isGiven && slices.Contains(free, f.Name):
		case isGiven && f.Value.String() != value:
			contradiction = cli.Unusable("train: -%s %s contradicts %s %s", f.Name, file.Short(f.Value.String()), by, cmp.Or(file.Short(value), "the paper's data"))
		default:
			contradiction = f.Value.Set(value)
		}
	})
	return contradiction
}

// savedSettings are the settings of a training in a model's file.
type savedSettings struct {
	Flags map[string]string `json:"flags"` // all but the ones about output
	Data  string            `json:"data"`  // SHA-256 of the table
}

// outputs are the flags that have no influence on a training.
var outputs = []string{"json", "save", "checkpoint", "every", "resume"}

// encode returns the settings as JSON.
func (c *settings) encode(flags *flag.FlagSet) string {
	s := savedSettings{map[string]string{}, hash(c.table)}
	flags.VisitAll(func(f *flag.Flag) {
		if !slices.Contains(outputs, f.Name) {
			s.Flags[f.Name] = f.Value.String()
		}
	})
	text, _ := json.Marshal(s) // texts can't fail
	return string(text)
}

// adoptCheckpoint sets all flags as they were when the checkpoint was written. -epochs may be given anew, and
// -data another name, if its content is the same.
func (c *settings) adoptCheckpoint(flags *flag.FlagSet) error {
	var text string
	wide, err := classifier.LoadCheckpoint[float64](c.resume)
	if err == nil {
		text = wide.Settings
	} else if errors.Is(err, classifier.ErrType) {
		narrow, failed := classifier.LoadCheckpoint[float32](c.resume)
		if err = failed; err == nil {
			text = narrow.Settings
		}
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &c.saved)
	}
	if err != nil {
		return cli.Unusable("train: -resume %w", err)
	}
	if err := adopt(flags, c.saved.Flags, append(outputs, "epochs", "data"), "the checkpoint, which has"); err != nil {
		return err
	}
	if c.asPrinted {
		c.Batches = experiment.Printed(c.Seed).Batches
	}
	c.hasDecay = true // whatever it was
	return nil
}
