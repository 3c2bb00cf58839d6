package equations

import "slices"

// sharedMutants are mistakes that fit any answer, or any gradient.
var sharedMutants = slices.Concat(
	across([]string{"19", "28", "Code 1", "Algorithm 1"}, Mutant{Name: "sign: Y − T", answer: mutateResult(negated)}),
	across([]string{"25", "38"}, Mutant{Name: "mean over N", answer: where(several, mutateForward(scaleR(mean)))}),
	across([]string{"28", "47"}, Mutant{Name: "mean over N − 1", answer: where(several, mutateForward(scaleR(meanUnbiased)))}),
	across([]string{"12", "19", "22", "28", "54", "Code 2", "B.3"}, Mutant{Name: "largest entry × (1 + 1e-10)", answer: mutateResult(tenthDigit)}),
	across([]string{"21", "44", "57"}, Mutant{Name: "rounded to float32", answer: mutateResult(narrowed)}),
	across([]string{"2.5.1", "45"}, Mutant{Name: "first two entries exchanged", answer: mutateResult(exchanged)}),
)
