package equations

import "chainrule/nn"

var networkTrials = []Trial{
	{
		Number: "21", Section: "2.3", Status: AsPrinted,
		Statement: "z = σ(Wᵀx + b)",
		probe:     valuesZ.probes, printed: valuesZ.printed,
	},
	{
		Number: "22", Section: "2.3", Status: AsPrinted,
		Statement: "y = softmax(Vᵀz + c)",
		Errata:    []string{"E54"},
		probe:     valuesY.probes, printed: valuesY.printed,
	},
	{
		Number: "23", Section: "2.3", Status: Definition,
		Statement: "J = Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E5", "E29"},
		probe:     logLikelihoods.probes, printed: logLikelihoods.printed,
	},
	{
		Number: "24", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂J/∂Vₘₖ = ΣₙΣₖ′ ∂J/∂y ∂y/∂a ∂a/∂Vₘₖ",
		Errata:    []string{"E9"},
		probe:     probeFormula(everywhere, (*instance).blockV, outputChain[precise]),
	},
	{
		Number: "25", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂J/∂cₖ = ΣₙΣₖ′ ∂J/∂y ∂y/∂a ∂a/∂cₖ",
		Errata:    []string{"E9"},
		probe:     probeFormula(everywhere, (*instance).blockC, outputChain[precise]),
	},
	{
		Number: "26", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂aₙₖ/∂Vₘₖ = zₙₘ",
		probe:     probeLogitSlopeV,
	},
	{
		Number: "27", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂aₙₖ/∂cₖ = 1",
		probe:     probeLogitSlopeC,
	},
	{
		Number: "28", Section: "2.3.1", Status: Corrected,
		Statement: "∂J/∂Vₘₖ = Σₙ (tₙₖ − yₙₖ)zₙₘ",
		Errata:    []string{"E13", "E19", "E29"},
		Note:      "Printed with the left side ∂aₙₖ/∂Vₘₖ, which by (26) is zₙₘ. " + onlyOneHot,
		probe:     probeCode(everyActivation, (*instance).blockV), printed: sumAsLogitSlope((*instance).blockV),
	},
	{
		Number: "29", Section: "2.3.1", Status: Corrected,
		Statement: "∂J/∂cₖ = Σₙ (tₙₖ − yₙₖ)",
		Errata:    []string{"E13", "E19", "E29"},
		Note:      "Printed with the left side ∂aₙₖ/∂cₖ, which by (27) is 1. " + onlyOneHot,
		probe:     probeCode(everyActivation, (*instance).blockC), printed: sumAsLogitSlope((*instance).blockC),
	},
	{
		Number: "30", Section: "2.3.2", Status: AsPrinted,
		Statement: "∇V J = Zᵀ(T − Y)",
		Errata:    []string{"E13", "E29"},
		Note:      onlyOneHot,
		probe:     probeCode(everyActivation, (*instance).blockV),
		printed:   probeFormula(printable(everyActivation...), (*instance).blockV, genericForm[precise]),
	},
	{
		Number: "31", Section: "2.3.3", Status: Corrected,
		Statement: "α = Wᵀx + b",
		Errata:    []string{"E16"},
		Note:      typography,
		probe:     valuesα.probes, printed: valuesα.printed,
	},
	{
		Number: "32", Section: "2.3.3", Status: AsPrinted,
		Statement: "z = σ(α)",
		probe:     valuesZ.probes, printed: valuesZ.printed,
	},
	{
		Number: "33", Section: "2.3.3", Status: Corrected,
		Statement: "a = Vᵀz + c",
		Errata:    []string{"E16"},
		Note:      typography,
		probe:     valuesA.probes, printed: valuesA.printed,
	},
	{
		Number: "34", Section: "2.3.3", Status: AsPrinted,
		Statement: "y = softmax(a)",
		Errata:    []string{"E54"},
		probe:     valuesY.probes, printed: valuesY.printed,
	},
	{
		Number: "35", Section: "2.3.3", Status: Definition,
		Statement: "J = Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E5"},
		probe:     logLikelihoods.probes, printed: logLikelihoods.printed,
	},
	{
		Number: "36", Section: "2.3.4", Status: AsPrinted,
		Statement: "df/dt = Σₖ ∂f/∂xₖ dxₖ/dt",
		probe:     probeTotal,
	},
	{
		Number: "37", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂J/∂W_dm = ΣₙΣₖ′Σₖ of five derivatives",
		Errata:    []string{"E9", "E21"},
		Note:      "∂J/∂y ∂y/∂a ∂a/∂z ∂z/∂α ∂α/∂W, with the indices nk′, nk, nm, dm.",
		probe:     probeFormula(everywhere, (*instance).blockW, hiddenChain[precise]),
	},
	{
		Number: "38", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂J/∂bₘ = ΣₙΣₖ′Σₖ of five derivatives",
		Errata:    []string{"E9", "E20", "E21"},
		Note:      "∂J/∂y ∂y/∂a ∂a/∂z ∂z/∂α ∂α/∂b; the last, which is 1, is never given.",
		probe:     probeFormula(everywhere, (*instance).blockB, hiddenChain[precise]),
	},
	{
		Number: "39", Section: "2.3.4", Status: Corrected,
		Statement: "∂aₙₖ/∂zₙₘ = Vₘₖ",
		Errata:    []string{"E22"},
		Note:      "Printed with the left side ∂aₙₖ/∂aₙₘ, which is 1 if k = m and else 0.",
		probe:     probeLogitSlopeZ, printed: printed39,
	},
	{
		Number: "40", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂αₙₘ/∂W_dm = x_nd",
		Errata:    []string{"E20", "E21"},
		probe:     probePreactivationSlope,
	},
	{
		Number: "41", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂z/∂α = z(1 − z) for the sigmoid",
		Errata:    []string{"E63"},
		Note:      "The code computes e/(1 + e)², e = e^−|α|, which keeps its digits where z is nearly 1.",
		probe:     probeSlopes(nn.Sigmoid), printed: printedSlopes(nn.Sigmoid),
	},
	{
		Number: "42", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂z/∂α = 1 − z² for tanh",
		Errata:    []string{"E64"},
		Note:      "The code computes 4e/(1 + e)², e = e^−2|α|, which keeps its digits where z is nearly ±1.",
		probe:     probeSlopes(nn.Tanh), printed: printedSlopes(nn.Tanh),
	},
	{
		Number: "43", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂z/∂α = u(z) for ReLU, u(0) = 0",
		Errata:    []string{"E23", "E65"},
		Note:      "Equal to u(α), which needs no u(0) but at the kink α = 0; the paper does not say what u(0) is.",
		probe:     probeSlopes(nn.ReLU), printed: printedSlopes(nn.ReLU),
	},
}

var gradientTrials = []Trial{
	{
		Number: "44", Section: "2.3.4", Status: Corrected,
		Statement: "∂J/∂W_dm = ΣₖΣₙ (tₙₖ − yₙₖ)Vₘₖ σ′(αₙₘ) x_nd",
		Errata:    []string{"E13", "E21", "E24", "E29"},
		Note:      "Printed with zₙₘ(1 − zₙₘ) for σ′(αₙₘ), which is the sigmoid's, and tried for all three. " + onlyOneHot,
		probe: both(probeCode(everyActivation, (*instance).blockW),
			probeFormula(everywhere, (*instance).blockW, genericForm[precise])),
		printed: probeFormula(printable(everyActivation...), (*instance).blockW, sigmoidForm[precise]),
	},
	{
		Number: "45", Section: "2.3.4", Status: Corrected,
		Statement: "∂J/∂bₘ = ΣₖΣₙ (tₙₖ − yₙₖ)Vₘₖ σ′(αₙₘ)",
		Errata:    []string{"E13", "E21", "E24", "E29"},
		Note: "Printed with zₙₘ(1 − zₙₘ) for σ′(αₙₘ), which is the sigmoid's, and with the index bm, which is undefined and was tried as m. " +
			onlyOneHot,
		probe: both(probeCode(everyActivation, (*instance).blockB),
			probeFormula(everywhere, (*instance).blockB, genericForm[precise])),
		printed: probeFormula(printable(everyActivation...), (*instance).blockB, sigmoidForm[precise]),
	},
	{
		Number: "46", Section: "2.3.5", Status: Corrected,
		Statement: "∇W J = Xᵀ{[(T−Y)Vᵀ] ⊙ Z⊙(1−Z)}, sigmoid",
		Errata:    []string{"E13", "E25", "E29"},
		Note:      "Printed under the caption \"Using ReLU activation\", and so tried for ReLU. " + onlyOneHot,
		probe: both(probeCode([]nn.Activation{nn.Sigmoid}, (*instance).blockW),
			probeFormula(of(nn.Sigmoid), (*instance).blockW, sigmoidForm[precise])),
		printed: probeFormula(printable(nn.ReLU), (*instance).blockW, sigmoidForm[precise]),
	},
	{
		Number: "47", Section: "2.3.5", Status: Corrected,
		Statement: "∇W J = Xᵀ{[(T−Y)Vᵀ] ⊙ Z′}, ReLU: (Z > 0)",
		Errata:    []string{"E13", "E25", "E26", "E29"},
		Note: "Printed as Xᵀ{[(T − Y)Vᵀ] ⊙ Z > 0}, ReLU's without the parentheses around Z > 0, under the caption \"Generic form\", " +
			"and so tried for all three. " + onlyOneHot,
		probe: both(probeCode(everyActivation, (*instance).blockW),
			probeFormula(everywhere, (*instance).blockW, genericForm[precise])),
		printed: probeFormula(printable(everyActivation...), (*instance).blockW, comparedForm[precise]),
	},
}
