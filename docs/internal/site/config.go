package site

import (
	"fmt"
	"net/url"
	"strconv"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/experiment"
)

// trainConfig is a choice of how the paper's network is trained, and how that is shown.
type trainConfig struct {
	Seed                  uint32
	Activation            nn.Activation
	Rule                  string // the name of one of rules
	Rate                  float64
	Batch, Epochs, Hidden int
	Meant                 bool // as many batches as the rows fill, not as many as Code 13 counts
	Across, Up            int  // the inputs on the axes of the picture
	Still, Narrow         bool // of the picture: only its end; one panel below the other
}

// paperConfig is the run of Codes 13 and 14.
func paperConfig() trainConfig {
	return trainConfig{Seed: 7, Activation: nn.ReLU, Rule: rules[0].Name, Rate: adam.Listing().Rate, Batch: experiment.PaperBatch, Epochs: mostEpochs, Hidden: mostHidden, Across: 1, Up: 3}
}

const (
	mostEpochs = experiment.PaperEpochs
	mostHidden = experiment.PaperHidden
	mostBatch  = 500
	mostRate   = 100
)

// rule is an update rule with the paper's settings but for the rate.
type rule struct {
	Name, Is string
	flags    string // of go run ./docs train, none if it has no such rule
	rule     experiment.Rule
}

var rules = []rule{
	{"adam-13", "Adam, ε inside √ (Code 13)", " -epsilon-inside", experiment.Rule{Name: experiment.Adam, Options: adam.Listing()}},
	{"adam", "Adam, ε outside √ (59)", " -optimizer adam", epsilonOutside(experiment.Adam)},
	{"rmsprop", "RMSprop (55)", " -optimizer rmsprop", epsilonOutside(experiment.RMSprop)},
	{"momentum", "momentum (48)", " -optimizer momentum", epsilonOutside(experiment.Momentum)},
	{"classical", "classical momentum", "", epsilonOutside(experiment.Classical)},
	{"descent", "gradient descent", " -optimizer descent", epsilonOutside(experiment.Descent)},
}

// epsilonOutside returns the rule of that name with the settings of Code 13, but ε outside
// the root as in (59).
func epsilonOutside(name string) experiment.Rule {
	o := adam.Listing()
	o.EpsilonInside = false
	return experiment.Rule{Name: name, Options: o}
}

// findRule returns the rule with the name.
func findRule(name string) (rule, error) {
	for _, r := range rules {
		if r.Name == name {
			return r, nil
		}
	}
	return rule{}, fmt.Errorf("unknown rule %q", name)
}

// query returns the trainConfig as the form sends it.
func (l trainConfig) query() url.Values {
	q := url.Values{"activation": {l.Activation.String()}, "rule": {l.Rule}, "rate": {fmt.Sprint(l.Rate)}, "batches": {"printed"}}
	for name, n := range map[string]int{"seed": int(l.Seed), "batch": l.Batch, "epochs": l.Epochs, "hidden": l.Hidden, "across": l.Across, "up": l.Up} {
		q.Set(name, strconv.Itoa(n))
	}
	if l.Meant {
		q.Set("batches", "meant")
	}
	if l.Still {
		q.Set("still", "1")
	}
	if l.Narrow {
		q.Set("narrow", "1")
	}
	return q
}

// choose reads the trainConfig from a query. Every parameter is given at most once; those that
// are not given stay as they are.
func (l *trainConfig) choose(query url.Values, inputs int) error {
	for name, values := range query {
		if len(values) > 1 {
			return fmt.Errorf("%s is given %d times", name, len(values))
		}
		if err := l.set(name, values[0], inputs); err != nil {
			return err
		}
	}
	if l.Across == l.Up {
		return fmt.Errorf("across and up are both input %d: want two", l.Up)
	}
	return nil
}

// set sets one parameter.
func (l *trainConfig) set(name, value string, inputs int) (err error) {
	switch name {
	case "seed":
		var seed int
		err = whole(&seed, name, value, 0, highestSeed)
		l.Seed = uint32(seed)
	case "activation":
		l.Activation, err = nn.ParseActivation(value)
	case "rule":
		l.Rule = value
		_, err = findRule(value)
	case "rate":
		if l.Rate, err = strconv.ParseFloat(value, 64); err != nil || !(0 < l.Rate && l.Rate <= mostRate) {
			err = fmt.Errorf("rate is %q: want a number above 0, at most %d", value, mostRate)
		}
	case "batch":
		err = whole(&l.Batch, name, value, 1, mostBatch)
	case "epochs":
		err = whole(&l.Epochs, name, value, 1, mostEpochs)
	case "hidden":
		err = whole(&l.Hidden, name, value, 1, mostHidden)
	case "across":
		err = whole(&l.Across, name, value, 0, inputs-1)
	case "up":
		err = whole(&l.Up, name, value, 0, inputs-1)
	case "batches":
		err = oneOf(&l.Meant, name, value, "printed", "meant")
	case "still":
		err = oneOf(&l.Still, name, value, "0", "1")
	case "narrow":
		err = oneOf(&l.Narrow, name, value, "0", "1")
	default:
		err = fmt.Errorf("unknown parameter %q", name)
	}
	return err
}

// whole reads a whole number in a range.
func whole(to *int, name, value string, least, most int) (err error) {
	if *to, err = strconv.Atoi(value); err != nil || *to < least || *to > most {
		err = fmt.Errorf("%s is %q: want a whole number from %d to %d", name, value, least, most)
	}
	return err
}

// oneOf reads one of two words.
func oneOf(to *bool, name, value, no, yes string) error {
	if *to = value == yes; !*to && value != no {
		return fmt.Errorf("%s is %q: want %s or %s", name, value, no, yes)
	}
	return nil
}

// command returns what makes the same run on the command line, empty if nothing does.
func (l trainConfig) command() string {
	r, err := findRule(l.Rule)
	paper := paperConfig()
	paper.Across, paper.Up, paper.Still, paper.Narrow = l.Across, l.Up, l.Still, l.Narrow
	switch {
	case l == paper:
		return "go run ./docs"
	case err != nil || !l.Meant || r.flags == "":
		return ""
	}
	return fmt.Sprintf("go run ./docs train -seed %d -activation %v%s -rate %v -batch %d -epochs %d -hidden %d",
		l.Seed, l.Activation, r.flags, l.Rate, l.Batch, l.Epochs, l.Hidden)
}
