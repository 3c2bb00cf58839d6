package equations

import (
	"slices"

	"chainrule/nn"
)

// all activations, and the one that the caption of (46) names.
var (
	all  = nn.Activations
	relu = []nn.Activation{nn.ReLU}
)

// Notes that belong to several equations.
const (
	onlyOneHot = "Y stands for s⊙Y with sₙ = Σₖ tₙₖ: the printed form assumes s = 1, as one-hot targets have (E13)."
	typography = "Printed with the vector in the subscript of the matrix; the mathematics is unchanged."
)

// registry has every trial: section 2.2 and before, 2.3, 2.5. The functions that try
// are in regression.go, backpropagation.go and averages.go; the printed forms in
// asprinted.go and, where they are wrong, printed.go.
var registry = slices.Concat(regressionTrials, networkTrials, averageTrials)

var regressionTrials = []Trial{
	{
		Number: "4", Section: "2.1.3", Status: AsPrinted,
		Statement: "loss = −Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E6"},
		try:       lossValue, printed: printedLikelihood(-1),
	},
	{
		Number: "5", Section: "2.1.3", Status: AsPrinted,
		Statement: "loss of one sample = −Σₖ tₖ log yₖ",
		Errata:    []string{"E6"},
		try:       lossOfSamples,
	},
	{
		Number: "6", Section: "2.2", Status: AsPrinted,
		Statement: "y = softmax(Wᵀx)",
		Errata:    []string{"E54"},
		try:       regressionOutputs,
	},
	{
		Number: "7", Section: "2.2.1", Status: Definition,
		Statement: "J = Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E5", "E8"},
		try:       regressionLikelihood,
	},
	{
		Number: "8", Section: "2.2.2", Status: AsPrinted,
		Statement: "a = Wᵀx",
		Errata:    []string{"E14"},
		try:       regressionLogits,
	},
	{
		Number: "16", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₙₖ′/∂aₙₖ = yₙₖ′(δₖₖ′ − yₙₖ)",
		Errata:    []string{"E12"},
		try:       softmaxJacobian,
	},
	{
		Number: "17", Section: "2.2.6", Status: AsPrinted,
		Statement: "∂Jₙₖ′/∂yₙₖ′ = tₙₖ′/yₙₖ′",
		try:       likelihoodSlope,
	},
	{
		Number: "18", Section: "2.2.6", Status: AsPrinted,
		Statement: "∂aₙₖ/∂Wᵢₖ = xₙᵢ",
		Errata:    []string{"E21"},
		try:       logitSlope,
	},
	{
		Number: "19", Section: "2.2.6", Status: AsPrinted,
		Statement: "∂J/∂Wᵢₖ = Σₙ (tₙₖ − yₙₖ)xₙᵢ",
		Errata:    []string{"E13", "E21", "E29"},
		Note:      onlyOneHot,
		try:       regressionGradient, printed: printedRegressionGradient,
	},
	{
		Number: "20", Section: "2.2.8", Status: AsPrinted,
		Statement: "∇W J = Xᵀ(T − Y)",
		Errata:    []string{"E13", "E15", "E17", "E29"},
		Note:      onlyOneHot,
		try:       regressionGradient, printed: printedRegressionGradient,
	},
}

var averageTrials = []Trial{
	{
		Number: "48", Section: "2.5.1", Status: AsPrinted,
		Statement: "m = βm + (1 − β)g, θ = θ − ηm",
		Errata:    []string{"E33", "E34", "E40"},
		try:       momentum, printed: printedRule("momentum", stepMomentum, stepMomentum, stepMomentum),
	},
	{
		Number: "49", Section: "2.5.1", Status: AsPrinted,
		Statement: "v = βv + (1 − β)g², θ = θ − ηg/√(v + ε)",
		Errata:    []string{"E35", "E36", "E40"},
		try:       rmspropInside, printed: printedRule("RMSprop, ε inside", stepInside, stepInside, stepInside),
	},
	{
		Number: "50", Section: "2.5.2", Status: AsPrinted,
		Statement: "X̄_T = (1/T) Σₜ Xₜ",
		Errata:    []string{"E37", "E38"},
		try:       mean,
	},
	{
		Number: "51", Section: "2.5.2", Status: Corrected,
		Statement: "X̄_T = βX̄_{T−1} + (1 − β)X_T",
		Errata:    []string{"E39", "E40"},
		Note:      "Printed with the bars exchanged, βX_{T−1} + (1 − β)X̄_T; solved for X̄_T that is X_{T−1}.",
		try:       ewma, printed: printed51,
	},
	{
		Number: "54", Section: "2.5.3", Status: AsPrinted,
		Statement: "m = β₁m + (1 − β₁)g, θ = θ − ηm",
		Errata:    []string{"E40"},
		try:       momentum, printed: printedRule("momentum", stepMomentum, stepMomentum, stepMomentum),
	},
	{
		Number: "55", Section: "2.5.3", Status: AsPrinted,
		Statement: "v = β₂v + (1 − β₂)g², θ = θ − ηg/(√v + ε)",
		Errata:    []string{"E40"},
		try:       rmspropOutside, printed: printedRule("RMSprop", stepOutside, stepOutside, stepOutside),
	},
	{
		Number: "56", Section: "2.5.3", Status: AsPrinted,
		Statement: "θ = θ − ηm/(√v + ε)",
		Errata:    []string{"E40", "E42", "E43"},
		try:       adamUncorrected, printed: printedRule("Adam, uncorrected", stepPlain, stepPlain, stepPlain),
	},
	{
		Number: "57", Section: "2.5.5", Status: AsPrinted,
		Statement: "y(t) = βy(t−1) + (1 − β)x(t), y(0) = 0",
		Errata:    []string{"E44"},
		try:       ewma,
	},
	{
		Number: "58", Section: "2.5.5", Status: AsPrinted,
		Statement: "ŷ(t) = y(t)/(1 − βᵗ), t ≥ 1",
		Errata:    []string{"E44", "E45", "E46", "E77"},
		Note:      "The code carries βᵗ to twice the precision, since 1 − βᵗ cancels.",
		try:       corrected, printed: printedCorrection,
	},
	{
		Number: "59", Section: "2.5.5", Status: AsPrinted,
		Statement: "θ = θ − ηm̂/(√v̂ + ε)",
		Errata:    []string{"E35"},
		try:       adamCorrected, printed: printedRule("Adam", stepAdam, stepAdam, stepAdam),
	},
}
