package adam

import (
	"errors"
	"fmt"
	"math"

	"chainrule/tensor"
)

// LengthError is the value that Update panics with when θ and g do not have the
// length that the rule was made for.
type LengthError struct {
	Rule              string
	Want, Theta, Grad int // length of the moments, of θ and of g
}

// Error names the rule and the lengths.
func (e *LengthError) Error() string {
	return fmt.Sprintf("adam: %s.Update: θ has %d elements, g has %d, want %d", e.Rule, e.Theta, e.Grad, e.Want)
}

// checkLengths panics unless θ and g have n elements.
func checkLengths[F tensor.Float](rule string, n int, θ, g []F) {
	if len(θ) != n || len(g) != n {
		panic(&LengthError{rule, n, len(θ), len(g)})
	}
}

// rate is η of every rule.
type rate[F tensor.Float] struct{ η F }

// SetRate makes η the rate of the updates to come, with the moments as they are. It returns an
// error unless η is finite and above 0, also when rounded to F.
func (r *rate[F]) SetRate(η float64) error {
	if err := checkRate[F](η); err != nil {
		return err
	}
	r.η = F(η)
	return nil
}

// mostParameters is a number of which no machine holds the moments.
const mostParameters = min(1<<40, math.MaxInt/16)

// checkCount returns an error if the number of parameters is negative or beyond all memory.
func checkCount(n int) error {
	if n < 0 || n > mostParameters {
		return fmt.Errorf("adam: %d parameters: want 0 to %d", n, mostParameters)
	}
	return nil
}

// checkRate returns an error unless the rate is finite and positive, also when
// rounded to F.
func checkRate[F tensor.Float](η float64) error {
	if !(F(η) > 0) || math.IsInf(float64(F(η)), 1) {
		return fmt.Errorf("adam: rate %v: want a finite number above 0", η)
	}
	return nil
}

// checkDecayRate returns an error unless 0 ≤ β < 1, also when rounded to F.
func checkDecayRate[F tensor.Float](name string, β float64) error {
	if !(0 <= F(β) && F(β) < 1) {
		return fmt.Errorf("adam: %s %v: want at least 0 and less than 1", name, β)
	}
	return nil
}

// checkEpsilon returns an error unless ε is finite and not negative, also when
// rounded to F. ε = 0 is legal
// and gives 0/0 = NaN where a gradient has always been 0.
func checkEpsilon[F tensor.Float](ε float64) error {
	if !(ε >= 0) || math.IsInf(float64(F(ε)), 1) {
		return fmt.Errorf("adam: epsilon %v: want a finite number, not negative", ε)
	}
	return nil
}

// checkZero returns an error if all of the settings are 0, which is to have been forgotten
// rather than chosen: every step would be g/|g|, and 0/0 where a gradient is 0.
func checkZero(settings ...float64) error {
	for _, x := range settings {
		if x != 0 {
			return nil
		}
	}
	return errors.New("adam: decay rates and epsilon are all 0: begin with Default(rate)")
}

// first returns the first error that is not nil.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
