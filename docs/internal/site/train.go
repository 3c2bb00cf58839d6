package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math"
	"net/http"

	"chainrule/nn"
	"chainrule/nn/experiment"
)

// trainView is the data of the page of the training.
type trainView struct {
	Choice               trainConfig
	Activations          []nn.Activation
	Rules                []rule
	Sets, Flaws          []string
	Inputs               []int
	Limits               map[string]int // the highest numbers that the form takes
	PaperCost, PaperRate float64
	Training             *trainingRun
}

// chosen reads a trainConfig from the query of a request.
func chosen(r *http.Request) (l trainConfig, isChosen bool, err error) {
	l = paperConfig()
	isChosen, err = l.form().parse(r.URL.RawQuery)
	if l.Set != "paper" { // which have two inputs
		l.Across, l.Up = 0, 1
	}
	if err == nil && l.Across == l.Up {
		err = fmt.Errorf("across and up are both input %d: want two", l.Up)
	}
	return l, isChosen, err
}

// serveTrain shows the form, and a training if the query chooses one.
func (s *site) serveTrain(w http.ResponseWriter, r *http.Request) {
	l, isChosen, err := chosen(r)
	v := &trainView{Choice: l, Activations: nn.Activations, Rules: rules, Sets: sets, Flaws: flaws, Inputs: inputs, PaperCost: experiment.PaperCost, PaperRate: 100 * experiment.PaperErrorRate,
		Limits: map[string]int{"Seed": highestSeed, "Batch": mostBatch, "Epochs": mostEpochs, "Hidden": mostHidden, "Rate": mostRate, "Layers": mostLayers}}
	page := view{Title: "The experiment, live", Here: "/train", Training: v}
	status := http.StatusOK
	switch {
	case err != nil:
		status, page.Problem = http.StatusBadRequest, err.Error()
		v.Choice = paperConfig()
	case isChosen || s.Static:
		status, page.Problem = s.inTurn(r.Context(), "training", func(ctx context.Context) (err error) {
			v.Training, err = l.learn(ctx)
			return err
		})
	}
	s.show(w, status, "train.html", page)
}

// servePicture writes the picture of a training.
func (s *site) servePicture(w http.ResponseWriter, r *http.Request) {
	l, _, err := chosen(r)
	if err != nil {
		s.problem(w, http.StatusBadRequest, err.Error())
		return
	}
	var svg []byte
	status, problem := s.inTurn(r.Context(), "training", func(ctx context.Context) error {
		t, err := l.learn(ctx)
		if err == nil {
			svg, err = t.picture()
		}
		return err
	})
	if status != http.StatusOK {
		s.problem(w, status, problem)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Security-Policy", ownStyle(svg))
	w.Write(svg)
}

// ownStyle returns a policy that allows a picture that is opened by itself its own style
// element and nothing else.
func ownStyle(svg []byte) string {
	_, style, _ := bytes.Cut(svg, []byte("<style>"))
	style, _, _ = bytes.Cut(style, []byte("</style>"))
	sum := sha256.Sum256(style)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; frame-ancestors 'none'"
}

// cost prints a cost as the commands do.
func cost(x float64) string {
	if math.Abs(x) < 1e9 {
		return fmt.Sprintf("%.6f", x)
	}
	return fmt.Sprintf("%.10g", x)
}
