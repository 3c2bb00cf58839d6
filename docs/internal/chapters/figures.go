package chapters

// figures are the functions that draw docs/figures, by name, without .svg.
var figures = map[string]func() ([]byte, error){
	"network-logistic": networkLogistic,
	"network-mlp":      networkMLP,
	"loss-curve":       lossCurve,
	"cost-histogram":   costHistogram,
	"decision-regions": decisionRegions,
	"average":          averages,
	"valley":           valley,
	"gradient-error-v": gradientErrorV,
	"cancellation":     cancellation,
}
