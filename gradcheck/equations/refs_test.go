package equations

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations/errata"
)

// places matches the equations, alone or as a range, proofs and listings that a Place
// names.
var places = regexp.MustCompile(`\((\d+)\)–\((\d+)\)|\((\d+)\)|(B\.\d)|Codes? (\d+)(?:, (\d+))*|(Algorithm 1)`)

// placesOf returns the trials that a Place names.
func placesOf(place string) (numbers []string) {
	for _, m := range places.FindAllStringSubmatch(place, -1) {
		switch {
		case m[1] != "":
			first, _ := strconv.Atoi(m[1])
			last, _ := strconv.Atoi(m[2])
			for n := first; n <= last; n++ {
				numbers = append(numbers, strconv.Itoa(n))
			}
		case m[3] != "":
			numbers = append(numbers, m[3])
		case m[4] != "":
			numbers = append(numbers, m[4])
		case m[5] != "":
			for _, n := range regexp.MustCompile(`\d+`).FindAllString(m[0], -1) {
				numbers = append(numbers, "Code "+n)
			}
		default:
			numbers = append(numbers, m[7])
		}
	}
	return numbers
}

// Each trial names the errata whose places it is among.
func TestTrialsNameTheirErrata(t *testing.T) {
	require.Equal(t, []string{"28", "29", "30", "45", "B.1", "Code 9", "Code 10", "Algorithm 1"}, placesOf("(28)–(30), (45), proof B.1, Codes 9, 10, Algorithm 1"))
	for _, e := range errata.All() {
		for _, number := range placesOf(e.Place) {
			trial, err := Find(number)
			if number == "Code 14" {
				continue // which has no trial
			}
			require.NoError(t, err, "%s: %s", e.ID, e.Place)
			if !slices.Contains(trial.Errata, e.ID) {
				t.Errorf("%s does not name %s, of %s", trial.Title(), e.ID, e.Place)
			}
		}
	}
}
