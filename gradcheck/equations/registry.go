package equations

import "slices"

// Notes that belong to several equations.
const (
	onlyOneHot = "Y stands for s⊙Y with sₙ = Σₖ tₙₖ: the printed form assumes s = 1, as one-hot targets have (E13)."
	typography = "Printed with the vector in the subscript of the matrix; the mathematics is unchanged."
)

// registry has every trial: the equations of sections 2.1, 2.2, 2.3 and 2.5, then the
// proofs of appendix B, the listings with Algorithm 1, and the worked examples.
var registry = slices.Concat(likelihoodTrials, regressionTrials, networkTrials, gradientTrials, updateTrials, proofTrials, listingTrials, exampleTrials)

var likelihoodTrials = []Trial{
	{
		Number: "1", Section: "2.1.2", Status: AsPrinted,
		Statement: "L = Πₙ Πₖ wₖ^tₙₖ",
		Errata:    []string{"E1", "E2", "E3", "E5"},
		Note:      "Σₖ wₖ = 1 and 0⁰ = 1 are understood. The most likely w are the frequencies.",
		probe:     probeDie,
	},
	{
		Number: "2", Section: "2.1.3", Status: AsPrinted,
		Statement: "f(x = i | p) = pᵢ, Σᵢ pᵢ = 1",
		Errata:    []string{"E4"},
		probe:     probeMass,
	},
	{
		Number: "3", Section: "2.1.3", Status: AsPrinted,
		Statement: "L = Πₙ Πₖ yₙₖ^tₙₖ = exp J",
		Errata:    []string{"E3", "E5"},
		probe:     probeLikelihood,
	},
	{
		Number: "4", Section: "2.1.3", Status: AsPrinted,
		Statement: "loss = −Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E6"},
		probe:     probeLoss, printed: losses.printed,
	},
	{
		Number: "5", Section: "2.1.3", Status: AsPrinted,
		Statement: "loss of one sample = −Σₖ tₖ log yₖ",
		Errata:    []string{"E6"},
		probe:     probeSampleLosses,
	},
	{
		Number: "6", Section: "2.2", Status: AsPrinted,
		Statement: "y = softmax(Wᵀx)",
		Errata:    []string{"E54"},
		probe:     regressionY.probes,
	},
	{
		Number: "7", Section: "2.2.1", Status: Definition,
		Statement: "J = Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E5", "E8"},
		probe:     regressionJ.probes,
	},
	{
		Number: "8", Section: "2.2.2", Status: AsPrinted,
		Statement: "a = Wᵀx",
		Errata:    []string{"E14"},
		probe:     regressionA.probes,
	},
}

var regressionTrials = []Trial{
	{
		Number: "9", Section: "2.2.2", Status: AsPrinted,
		Statement: "dJ/dx = f′(z) g′(y) h′(x)",
		Errata:    []string{"E76"},
		probe:     probeChain,
	},
	{
		Number: "10", Section: "2.2.2", Status: AsPrinted,
		Statement: "∂J/∂Wᵢₖ = ΣₙΣₖ′ ∂J/∂y ∂y/∂a ∂a/∂Wᵢₖ",
		Errata:    []string{"E9"},
		Note:      "With the indices nk′, nk′ and nk, nk. The sum over the activations is collapsed: ∂aₙⱼ/∂Wᵢₖ is 0 for j ≠ k.",
		probe:     probeRegressionChain,
	},
	{
		Number: "11", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₖ′/∂aₖ = −exp(aₖ′) S⁻² exp(aₖ), k′ ≠ k",
		Errata:    []string{"E10", "E11"},
		Note:      "S = Σⱼ exp(aⱼ).",
		probe:     probeSoftmax(other, equation11[precise]),
	},
	{
		Number: "12", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₖ′/∂aₖ = −yₖ′yₖ, k′ ≠ k",
		probe:     probeSoftmax(other, equation12[precise]),
	},
	{
		Number: "13", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₖ/∂aₖ = exp(aₖ)S⁻¹ − exp(aₖ)²S⁻²",
		Errata:    []string{"E11"},
		probe:     probeSoftmax(same, equation13[precise]),
	},
	{
		Number: "14", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₖ/∂aₖ = yₖ − yₖ²",
		probe:     probeSoftmax(same, equation14[precise]),
	},
	{
		Number: "15", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₖ/∂aₖ = yₖ(1 − yₖ)",
		probe:     probeSoftmax(same, equation15[precise]),
	},
	{
		Number: "16", Section: "2.2.5", Status: AsPrinted,
		Statement: "∂yₙₖ′/∂aₙₖ = yₙₖ′(δₖₖ′ − yₙₖ)",
		Errata:    []string{"E12", "E14"},
		probe:     probeSoftmax(any2, equation16[precise]),
	},
	{
		Number: "17", Section: "2.2.6", Status: AsPrinted,
		Statement: "∂Jₙₖ′/∂yₙₖ′ = tₙₖ′/yₙₖ′",
		probe:     probeLogSlope,
	},
	{
		Number: "18", Section: "2.2.6", Status: AsPrinted,
		Statement: "∂aₙₖ/∂Wᵢₖ = xₙᵢ",
		Errata:    []string{"E21"},
		probe:     probeLogitSlope,
	},
	{
		Number: "19", Section: "2.2.6", Status: AsPrinted,
		Statement: "∂J/∂Wᵢₖ = Σₙ (tₙₖ − yₙₖ)xₙᵢ",
		Errata:    []string{"E13", "E21", "E29"},
		Note:      onlyOneHot,
		probe:     probeRegressionGradient, printed: printedRegressionGradient,
	},
	{
		Number: "20", Section: "2.2.8", Status: AsPrinted,
		Statement: "∇W J = Xᵀ(T − Y)",
		Errata:    []string{"E13", "E15", "E17", "E29"},
		Note:      onlyOneHot,
		probe:     probeRegressionGradient, printed: printedRegressionGradient,
	},
}

var updateTrials = []Trial{
	{
		Number: "48", Section: "2.5.1", Status: AsPrinted,
		Statement: "m = βm + (1 − β)g, θ = θ − ηm",
		Errata:    []string{"E29", "E33", "E34", "E40"},
		probe:     momentum.probes(false),
	},
	{
		Number: "49", Section: "2.5.1", Status: AsPrinted,
		Statement: "v = βv + (1 − β)g², θ = θ − ηg/√(v + ε)",
		Errata:    []string{"E29", "E35", "E36", "E40"},
		probe:     rmsprop.probes(true),
	},
	{
		Number: "50", Section: "2.5.2", Status: AsPrinted,
		Statement: "X̄_T = (1/T) Σₜ Xₜ",
		Errata:    []string{"E37", "E38"},
		probe:     probeMean,
	},
	{
		Number: "51", Section: "2.5.2", Status: Corrected,
		Statement: "X̄_T = βX̄_{T−1} + (1 − β)X_T",
		Errata:    []string{"E39", "E40"},
		Note:      "Printed with the bars exchanged, βX_{T−1} + (1 − β)X̄_T; solved for X̄_T that is X_{T−1}.",
		probe:     probeEWMA("X̄"), printed: printed51,
	},
	{
		Number: "52", Section: "2.5.3", Status: Definition,
		Statement: "mean(X) = E(X), the first moment",
		probe:     probeMean,
	},
	{
		Number: "53", Section: "2.5.3", Status: AsPrinted,
		Statement: "var(X) = E(X²) − μ²",
		Errata:    []string{"E41"},
		Note:      "An identity, but not what v estimates: that is E(g²).",
		probe:     probeByFormula("var", varianceFormula[precise], closedVariance[big], closedVariance[rat]),
	},
	{
		Number: "54", Section: "2.5.3", Status: AsPrinted,
		Statement: "m = β₁m + (1 − β₁)g, θ = θ − ηm",
		Errata:    []string{"E29", "E40"},
		probe:     momentum.probes(false),
	},
	{
		Number: "55", Section: "2.5.3", Status: AsPrinted,
		Statement: "v = β₂v + (1 − β₂)g², θ = θ − ηg/(√v + ε)",
		Errata:    []string{"E29", "E35", "E40"},
		probe:     rmsprop.probes(false),
	},
	{
		Number: "56", Section: "2.5.3", Status: AsPrinted,
		Statement: "θ = θ − ηm/(√v + ε)",
		Errata:    []string{"E29", "E35", "E40", "E42", "E43"},
		probe:     adamRule(false).probes(false),
	},
	{
		Number: "57", Section: "2.5.5", Status: AsPrinted,
		Statement: "y(t) = βy(t−1) + (1 − β)x(t), y(0) = 0",
		Errata:    []string{"E44"},
		probe:     probeEWMA("y"),
	},
	{
		Number: "58", Section: "2.5.5", Status: AsPrinted,
		Statement: "ŷ(t) = y(t)/(1 − βᵗ), t ≥ 1",
		Errata:    []string{"E44", "E45", "E46", "E77"},
		Note:      "The code carries βᵗ to twice the precision, since 1 − βᵗ cancels.",
		probe:     probeCorrected, printed: printedCorrection,
	},
	{
		Number: "59", Section: "2.5.5", Status: AsPrinted,
		Statement: "θ = θ − ηm̂/(√v̂ + ε)",
		Errata:    []string{"E29", "E35"},
		probe:     adamRule(true).probes(false), printed: adamRule(true).printed(false),
	},
}
