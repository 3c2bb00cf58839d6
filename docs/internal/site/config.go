package site

import (
	"fmt"
	"html/template"
	"strconv"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/experiment"
)

// trainConfig is a choice of how the paper's network is trained, and how that is shown.
type trainConfig struct {
	Seed                  uint32
	Activation            nn.Activation
	Rule                  rule
	Rate                  float64
	Batch, Epochs, Hidden int
	Batches               string // of an epoch: as many as Code 13 counts if printed, as the rows fill if meant
	Set, Flaw             string // the data, and what is wrong with the gradient
	Layers                int    // hidden ones, each of so many units
	Frame                 int    // the only snapshot in the picture, from 1; 0 for all
	Across, Up            int    // the inputs on the axes of the picture
	Narrow                int    // of the picture: 1 for one panel below the other
}

// paperConfig is the run of Codes 13 and 14.
func paperConfig() trainConfig {
	return trainConfig{Seed: 7, Activation: nn.ReLU, Rule: rules[0], Rate: adam.Listing().Rate, Batch: experiment.PaperBatch, Epochs: mostEpochs,
		Hidden: mostHidden, Batches: "printed", Across: 1, Up: 3, Set: "paper", Flaw: "none", Layers: 1}
}

// The highest numbers that the form takes.
const (
	highestSeed = 999_999_999
	mostEpochs  = experiment.PaperEpochs
	mostHidden  = experiment.PaperHidden
	mostBatch   = 500
	mostLayers  = 4
	mostRate    = 100
)

// rule is an update rule with the paper's settings but for the rate.
type rule struct {
	Name, Is string
	flags    string // of go run ./docs train, none if it has no such rule
	rule     experiment.Rule
}

func (r rule) String() string { return r.Name }

// inputs is the number of inputs of the paper's network.
var inputs = []int{0, 1, 2, 3, 4}

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

func (l *trainConfig) form() form {
	return form{
		"seed": whole(&l.Seed, 0, highestSeed), "hidden": whole(&l.Hidden, 1, mostHidden), "activation": oneOf(&l.Activation, nn.Activations...),
		"rule": oneOf(&l.Rule, rules...), "rate": {fmt.Sprint(l.Rate), l.readRate},
		"epochs": whole(&l.Epochs, 1, mostEpochs), "batch": whole(&l.Batch, 1, mostBatch), "batches": oneOf(&l.Batches, "printed", "meant"),
		"set": oneOf(&l.Set, sets...), "flaw": oneOf(&l.Flaw, flaws...), "layers": whole(&l.Layers, 1, mostLayers),
		"frame":  whole(&l.Frame, 0, mostEpochs).linkedIf(l.Frame > 0),
		"across": oneOf(&l.Across, inputs...), "up": oneOf(&l.Up, inputs...),
		"narrow": oneOf(&l.Narrow, 0, 1).linkedIf(l.Narrow == 1),
	}
}

func (l *trainConfig) readRate(text string) (want string) {
	rate, err := strconv.ParseFloat(text, 64)
	if err != nil || !(0 < rate && rate <= mostRate) {
		return fmt.Sprintf("a number above 0, at most %d", mostRate)
	}
	l.Rate = rate
	return ""
}

// Query returns the address of the page or the picture after its path.
func (l trainConfig) Query(narrow int) template.URL {
	l.Narrow = narrow
	return template.URL("?" + l.form().query().Encode())
}

// At returns the address of the page that shows one snapshot, or for 0 all, one after the other.
func (l trainConfig) At(frame int) template.URL {
	l.Frame = frame
	return l.Query(0)
}

// Beside returns the training, and beside one with a wrong gradient the same with the right one.
func (l trainConfig) Beside() []trainConfig {
	right := l
	if right.Flaw = "none"; l == right {
		return []trainConfig{l}
	}
	return []trainConfig{l, right}
}

// Command returns the command that makes the same run, empty if there is none.
func (l trainConfig) Command() string {
	paper := paperConfig()
	paper.Across, paper.Up, paper.Narrow, paper.Frame = l.Across, l.Up, l.Narrow, l.Frame
	switch {
	case l == paper:
		return "go run ./docs"
	case l.Batches == "printed" || l.Rule.flags == "" || l.Set != "paper" || l.Flaw != "none" || l.Layers > 1:
		return ""
	}
	return fmt.Sprintf("go run ./docs train -seed %d -activation %v%s -rate %v -batch %d -epochs %d -hidden %d",
		l.Seed, l.Activation, l.Rule.flags, l.Rate, l.Batch, l.Epochs, l.Hidden)
}
