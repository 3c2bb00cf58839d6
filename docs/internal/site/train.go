package site

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strings"

	"chainrule/nn"
	"chainrule/nn/experiment"
)

// trainView is what the page of the training shows.
type trainView struct {
	Choice      trainConfig
	Activations []nn.Activation
	Rules       []rule
	Inputs      []int
	Training    *trainingRun
}

// chosen reads a trainConfig from the query of a request.
func chosen(r *http.Request) (l trainConfig, isChosen bool, err error) {
	l = paperConfig()
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err == nil {
		err = l.choose(query, experiment.PaperRows().X.Cols())
	}
	return l, len(query) > 0, err
}

// serveTrain shows the form, and a training if the query chooses one.
func (s *site) serveTrain(w http.ResponseWriter, r *http.Request) {
	l, isChosen, err := chosen(r)
	v := &trainView{Choice: l, Activations: nn.Activations, Rules: rules, Inputs: []int{0, 1, 2, 3, 4}}
	page := view{Title: "The experiment, live", Training: v}
	status := http.StatusOK
	switch {
	case err != nil:
		status, page.Problem = http.StatusBadRequest, err.Error()
		v.Choice = paperConfig()
	case isChosen:
		status, page.Problem = s.inTurn(r.Context(), "training", func(ctx context.Context) (err error) {
			v.Training, err = l.learn(ctx)
			return err
		})
	}
	later(w, status)
	s.show(w, status, "train.html", page)
}

// servePicture writes the picture of a training.
func (s *site) servePicture(w http.ResponseWriter, r *http.Request) {
	l, _, err := chosen(r)
	if err != nil {
		s.problem(w, http.StatusBadRequest, err.Error())
		return
	}
	var svg string
	status, problem := s.inTurn(r.Context(), "training", func(ctx context.Context) error {
		t, err := l.learn(ctx)
		if err == nil {
			svg, err = t.picture()
		}
		return err
	})
	if status != http.StatusOK {
		later(w, status)
		s.problem(w, status, problem)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Security-Policy", ownStyle(svg))
	fmt.Fprint(w, svg)
}

// ownStyle returns a policy that allows a picture that is opened by itself its own style
// element and nothing else.
func ownStyle(svg string) string {
	_, style, _ := strings.Cut(svg, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; frame-ancestors 'none'"
}

// Picture is where the picture of the training is.
func (v *trainView) Picture() template.URL { return v.address("/train.svg", false) }

// PictureNarrow is where it is for small screens, one panel below the other.
func (v *trainView) PictureNarrow() template.URL { return v.address("/train.svg", true) }

func (v *trainView) address(path string, narrow bool) template.URL {
	l := v.Choice
	l.Narrow = narrow
	return template.URL(path + "?" + l.query().Encode())
}

// Turned is the page with the picture still if it moves, and moving if it is still.
func (v *trainView) Turned() template.URL {
	turned := *v
	turned.Choice.Still = !v.Choice.Still
	return turned.address("/train", false) + "#outcome"
}

// Command is what makes the same run on the command line, empty if nothing does.
func (v *trainView) Command() string { return v.Choice.command() }

// IsPaper reports whether the run is the paper's.
func (v *trainView) IsPaper() bool { return v.Command() == "go run ./docs" }

// PaperCost is the cost that the paper reports.
func (v *trainView) PaperCost() string { return cost(experiment.PaperCost) }

// PaperRate is the error rate that the paper reports.
func (v *trainView) PaperRate() string { return fmt.Sprintf("%.2f", experiment.PaperErrorRate) }

// Limits are the highest numbers that the form takes.
func (v *trainView) Limits() map[string]int {
	return map[string]int{"Seed": highestSeed, "Batch": mostBatch, "Epochs": mostEpochs, "Hidden": mostHidden, "Rate": mostRate}
}

// cost prints a cost as the commands do.
func cost(x float64) string {
	if math.Abs(x) < 1e9 {
		return fmt.Sprintf("%.6f", x)
	}
	return fmt.Sprintf("%.10g", x)
}

// TrainCost prints the cost of the training rows.
func (m snapshot) TrainCost() string { return cost(m.Train) }

// TestCost prints the cost of the test rows.
func (m snapshot) TestCost() string { return cost(m.Test) }

// ErrorRate prints the share of errors among the test rows, which are a hundred.
func (m snapshot) ErrorRate() string { return fmt.Sprintf("%.2f", m.Rate) }
