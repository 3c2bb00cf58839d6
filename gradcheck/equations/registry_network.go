package equations

import "chainrule/nn"

var networkTrials = []Trial{
	{
		Number: "21", Section: "2.3", Status: AsPrinted,
		Statement: "z = σ(Wᵀx + b)",
		ask:       askZ, printed: printedZ,
	},
	{
		Number: "22", Section: "2.3", Status: AsPrinted,
		Statement: "y = softmax(Vᵀz + c)",
		Errata:    []string{"E54"},
		ask:       askY, printed: printedY,
	},
	{
		Number: "23", Section: "2.3", Status: Definition,
		Statement: "J = Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E5", "E29"},
		ask:       askJ, printed: printedJ,
	},
	{
		Number: "24", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂J/∂Vₘₖ = ΣₙΣₖ′ ∂J/∂y ∂y/∂a ∂a/∂Vₘₖ",
		Errata:    []string{"E9"},
		ask:       askFormula(everywhere, (*instance).blockV, outputChain[double], outputChain[gauge], outputChain[big]),
	},
	{
		Number: "25", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂J/∂cₖ = ΣₙΣₖ′ ∂J/∂y ∂y/∂a ∂a/∂cₖ",
		Errata:    []string{"E9"},
		ask:       askFormula(everywhere, (*instance).blockC, outputChain[double], outputChain[gauge], outputChain[big]),
	},
	{
		Number: "26", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂aₙₖ/∂Vₘₖ = zₙₘ",
		ask:       askLogitSlopeV,
	},
	{
		Number: "27", Section: "2.3.1", Status: AsPrinted,
		Statement: "∂aₙₖ/∂cₖ = 1",
		ask:       askLogitSlopeC,
	},
	{
		Number: "28", Section: "2.3.1", Status: Corrected,
		Statement: "∂J/∂Vₘₖ = Σₙ (tₙₖ − yₙₖ)zₙₘ",
		Errata:    []string{"E13", "E19", "E29"},
		Note:      "Printed with the left side ∂aₙₖ/∂Vₘₖ, which by (26) is zₙₘ. " + onlyOneHot,
		ask:       askCode(everyActivation, (*instance).blockV), printed: sumAsLogitSlope((*instance).blockV),
	},
	{
		Number: "29", Section: "2.3.1", Status: Corrected,
		Statement: "∂J/∂cₖ = Σₙ (tₙₖ − yₙₖ)",
		Errata:    []string{"E13", "E19", "E29"},
		Note:      "Printed with the left side ∂aₙₖ/∂cₖ, which by (27) is 1. " + onlyOneHot,
		ask:       askCode(everyActivation, (*instance).blockC), printed: sumAsLogitSlope((*instance).blockC),
	},
	{
		Number: "30", Section: "2.3.2", Status: AsPrinted,
		Statement: "∇V J = Zᵀ(T − Y)",
		Errata:    []string{"E13", "E29"},
		Note:      onlyOneHot,
		ask:       askCode(everyActivation, (*instance).blockV),
		printed:   askFormula(printable(everyActivation...), (*instance).blockV, genericForm[double], genericForm[gauge], genericForm[big]),
	},
	{
		Number: "31", Section: "2.3.3", Status: Corrected,
		Statement: "α = Wᵀx + b",
		Errata:    []string{"E16"},
		Note:      typography,
		ask:       askα, printed: printedα,
	},
	{
		Number: "32", Section: "2.3.3", Status: AsPrinted,
		Statement: "z = σ(α)",
		ask:       askZ, printed: printedZ,
	},
	{
		Number: "33", Section: "2.3.3", Status: Corrected,
		Statement: "a = Vᵀz + c",
		Errata:    []string{"E16"},
		Note:      typography,
		ask:       askA, printed: printedA,
	},
	{
		Number: "34", Section: "2.3.3", Status: AsPrinted,
		Statement: "y = softmax(a)",
		Errata:    []string{"E54"},
		ask:       askY, printed: printedY,
	},
	{
		Number: "35", Section: "2.3.3", Status: Definition,
		Statement: "J = Σₙ Σₖ tₙₖ log yₙₖ",
		Errata:    []string{"E5"},
		ask:       askJ, printed: printedJ,
	},
	{
		Number: "36", Section: "2.3.4", Status: AsPrinted,
		Statement: "df/dt = Σₖ ∂f/∂xₖ dxₖ/dt",
		ask:       askTotal,
	},
	{
		Number: "37", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂J/∂W_dm = ΣₙΣₖ′Σₖ of five derivatives",
		Errata:    []string{"E9", "E21"},
		Note:      "∂J/∂y ∂y/∂a ∂a/∂z ∂z/∂α ∂α/∂W, with the indices nk′, nk, nm, dm.",
		ask:       askFormula(everywhere, (*instance).blockW, hiddenChain[double], hiddenChain[gauge], hiddenChain[big]),
	},
	{
		Number: "38", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂J/∂bₘ = ΣₙΣₖ′Σₖ of five derivatives",
		Errata:    []string{"E9", "E20", "E21"},
		Note:      "∂J/∂y ∂y/∂a ∂a/∂z ∂z/∂α ∂α/∂b; the last, which is 1, is never given.",
		ask:       askFormula(everywhere, (*instance).blockB, hiddenChain[double], hiddenChain[gauge], hiddenChain[big]),
	},
	{
		Number: "39", Section: "2.3.4", Status: Corrected,
		Statement: "∂aₙₖ/∂zₙₘ = Vₘₖ",
		Errata:    []string{"E22"},
		Note:      "Printed with the left side ∂aₙₖ/∂aₙₘ, which is 1 if k = m and else 0.",
		ask:       askLogitSlopeZ, printed: printed39,
	},
	{
		Number: "40", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂αₙₘ/∂W_dm = x_nd",
		Errata:    []string{"E20", "E21"},
		ask:       askPreactivationSlope,
	},
	{
		Number: "41", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂z/∂α = z(1 − z) for the sigmoid",
		Errata:    []string{"E63"},
		Note:      "The code computes e/(1 + e)², e = e^−|α|, which keeps its digits where z is nearly 1.",
		ask:       askSlopes(nn.Sigmoid), printed: printedSlopes(nn.Sigmoid),
	},
	{
		Number: "42", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂z/∂α = 1 − z² for tanh",
		Errata:    []string{"E64"},
		Note:      "The code computes 4e/(1 + e)², e = e^−2|α|, which keeps its digits where z is nearly ±1.",
		ask:       askSlopes(nn.Tanh), printed: printedSlopes(nn.Tanh),
	},
	{
		Number: "43", Section: "2.3.4", Status: AsPrinted,
		Statement: "∂z/∂α = u(z) for ReLU, u(0) = 0",
		Errata:    []string{"E23", "E65"},
		Note:      "Equal to u(α), which needs no u(0) but at the kink α = 0; the paper does not say what u(0) is.",
		ask:       askSlopes(nn.ReLU), printed: printedSlopes(nn.ReLU),
	},
}

var gradientTrials = []Trial{
	{
		Number: "44", Section: "2.3.4", Status: Corrected,
		Statement: "∂J/∂W_dm = ΣₖΣₙ (tₙₖ − yₙₖ)Vₘₖ σ′(αₙₘ) x_nd",
		Errata:    []string{"E13", "E21", "E24", "E29"},
		Note:      "Printed with zₙₘ(1 − zₙₘ) for σ′(αₙₘ), which is the sigmoid's, and tried for all three. " + onlyOneHot,
		ask: both(askCode(everyActivation, (*instance).blockW),
			askFormula(everywhere, (*instance).blockW, genericForm[double], genericForm[gauge], genericForm[big])),
		printed: askFormula(printable(everyActivation...), (*instance).blockW, sigmoidForm[double], sigmoidForm[gauge], nothing),
	},
	{
		Number: "45", Section: "2.3.4", Status: Corrected,
		Statement: "∂J/∂bₘ = ΣₖΣₙ (tₙₖ − yₙₖ)Vₘₖ σ′(αₙₘ)",
		Errata:    []string{"E13", "E21", "E24", "E29"},
		Note: "Printed with zₙₘ(1 − zₙₘ) for σ′(αₙₘ), which is the sigmoid's, and with the index bm, which is undefined and was tried as m. " +
			onlyOneHot,
		ask: both(askCode(everyActivation, (*instance).blockB),
			askFormula(everywhere, (*instance).blockB, genericForm[double], genericForm[gauge], genericForm[big])),
		printed: askFormula(printable(everyActivation...), (*instance).blockB, sigmoidForm[double], sigmoidForm[gauge], nothing),
	},
	{
		Number: "46", Section: "2.3.5", Status: Corrected,
		Statement: "∇W J = Xᵀ{[(T−Y)Vᵀ] ⊙ Z⊙(1−Z)}, sigmoid",
		Errata:    []string{"E13", "E25", "E29"},
		Note:      "Printed under the caption \"Using ReLU activation\", and so tried for ReLU. " + onlyOneHot,
		ask: both(askCode([]nn.Activation{nn.Sigmoid}, (*instance).blockW),
			askFormula(of(nn.Sigmoid), (*instance).blockW, sigmoidForm[double], sigmoidForm[gauge], sigmoidForm[big])),
		printed: askFormula(printable(nn.ReLU), (*instance).blockW, sigmoidForm[double], sigmoidForm[gauge], nothing),
	},
	{
		Number: "47", Section: "2.3.5", Status: Corrected,
		Statement: "∇W J = Xᵀ{[(T−Y)Vᵀ] ⊙ Z′}, ReLU: (Z > 0)",
		Errata:    []string{"E13", "E25", "E26", "E29"},
		Note: "Printed as Xᵀ{[(T − Y)Vᵀ] ⊙ Z > 0}, ReLU's without the parentheses around Z > 0, under the caption \"Generic form\", " +
			"and so tried for all three. " + onlyOneHot,
		ask: both(askCode(everyActivation, (*instance).blockW),
			askFormula(everywhere, (*instance).blockW, genericForm[double], genericForm[gauge], genericForm[big])),
		printed: askFormula(printable(everyActivation...), (*instance).blockW, comparedForm[double], comparedForm[gauge], nothing),
	},
}
