package equations

import "chainrule/nn"

var proofTrials = []Trial{
	{
		Number: "B.1", Section: "B.1", Status: Corrected,
		Statement: "of (11): −exp(aₖ′) {Σⱼ exp aⱼ}⁻² exp(aₖ)",
		Errata:    []string{"E10", "E11"},
		Note:      "The last line is printed with exp(aₖ′) twice. The first term of the product rule is 0.",
		probe:     softmaxProof(other, line{"product rule", productRuleOff}, line{"last line", equation11[precise]}),
		printed:   softmaxProof(other, line{"last line", printedB1[precise]}),
	},
	{
		Number: "B.2", Section: "B.2", Status: AsPrinted,
		Statement: "of (13): by the product rule",
		Errata:    []string{"E11"},
		probe:     softmaxProof(same, line{"product rule", productRuleOn}, line{"last line", equation13[precise]}),
	},
	{
		Number: "B.3", Section: "B.3", Status: AsPrinted,
		Statement: "of (17): t·(1/y) = t/y",
		probe:     probeB3,
	},
	{
		Number: "B.4", Section: "B.4", Status: AsPrinted,
		Statement: "of (18): ∂(xᵀa)/∂x = a",
		Errata:    []string{"E71"},
		probe:     probeB4,
	},
	{
		Number: "B.5", Section: "B.5", Status: Corrected,
		Statement: "of (41): exp(−α)/(1 + exp(−α))² = z(1 − z)",
		Errata:    []string{"E63"},
		Note:      "Printed with z for α, and 1 + exp(−z)² for (1 + exp(−α))².",
		probe: slopeProof(nn.Sigmoid, ofOne("chain rule", chainB5[precise]),
			ofOne("two factors", productB5[precise]), ofOne("last line", lastB5[precise])),
		printed: slopeProof(nn.Sigmoid, ofOne("one fraction", printedB5[precise])),
	},
	{
		Number: "B.6", Section: "B.6", Status: AsPrinted,
		Statement: "of (42): 1 − (eˣ−e⁻ˣ)²/(eˣ+e⁻ˣ)² = 1 − z²",
		Errata:    []string{"E64"},
		Note:      "The exponentials overflow for |x| > 709.78.",
		probe: slopeProof(nn.Tanh, ofOne("quotient rule", quotientB6[precise]),
			ofOne("one minus a square", squareB6[precise]), ofOne("last line", lastB6[precise])),
	},
	{
		Number: "B.7", Section: "B.7", Status: Corrected,
		Statement: "of (43): 1 for α > 0, 0 for α < 0",
		Errata:    []string{"E65"},
		Note:      "Printed with max(0, z) for max(0, α), and ending in z where z < 0 is set to 0: the forward step.",
		probe:     slopeProof(nn.ReLU, ofOne("last line", lastB7[precise])),
		printed:   slopeProof(nn.ReLU, ofOne("last line", printedB7[precise])),
	},
}

var listingTrials = []Trial{
	{
		Number: "Code 1", Section: "2.3.2", Status: AsPrinted,
		Statement: "∇c J = (T − Y)ᵀ1",
		Errata:    []string{"E18", "E29"},
		Note:      onlyOneHot,
		probe:     probeCode(everyActivation, (*instance).blockC),
		printed:   probeFormula(printable(everyActivation...), (*instance).blockC, genericForm[precise]),
	},
	{
		Number: "Code 2", Section: "2.3.5", Status: Corrected,
		Statement: "∇b J = {[(T − Y)Vᵀ] ⊙ Z′}ᵀ1",
		Errata:    []string{"E18", "E27", "E28", "E29"},
		Note:      "Printed with V.t for V.T, and with the sigmoid's Z(1 − Z) for Z′. " + onlyOneHot,
		probe:     probeCode(everyActivation, (*instance).blockB), undefined: "V.t",
	},
	{
		Number: "Code 3", Section: "2.4", Status: AsPrinted,
		Statement: "θ = θ − η·gradient, batch by batch",
		Errata:    []string{"E29", "E30", "E57"},
		Note:      "With the gradient of the loss; the result of shuffle is lost in the print, which changes the order only.",
		probe:     probeEpoch,
	},
	{
		Number: "Code 4", Section: "2.4.1", Status: AsPrinted,
		Statement: "⌈N/B⌉ batches, rows jB to (j + 1)B",
		Errata:    []string{"E31"},
		probe:     probeBatches,
	},
	{
		Number: "Code 5", Section: "2.5.5", Status: Corrected,
		Statement: "η .001, β₁ .9, β₂ .999, ε 1e-7 or 1e-8",
		Errata:    []string{"E47"},
		Note:      "β₂ is missing in the print.",
		probe:     func(p *Points) []*probe { return adamRule(true).probes(false)(defaults(p)) }, undefined: "beta_2",
	},
	{
		Number: "Code 6", Section: "3.1", Status: AsPrinted,
		Statement: "N = 500, D = 5, K = 3, random_state = 7",
		Errata:    []string{"E48"},
		Note:      "The print keeps X and Y in one variable, df. The classes have the numbers of rows that scikit-learn gives them.",
		probe:     probeDataset,
	},
	{
		Number: "Code 7", Section: "3.2", Status: Corrected,
		Statement: "400 rows to train, 100 to test, once each",
		Errata:    []string{"E48", "E50"},
		Note:      "The classes in both parts have the numbers of rows that scikit-learn gives them for random_state = 7.",
		probe:     probeSplit, undefined: "X",
	},
	{
		Number: "Code 8", Section: "3.3", Status: Corrected,
		Statement: "tₙₖ = 1 if row n is of class k, else 0",
		Errata:    []string{"E51", "E52"},
		Note:      "The print fits the test labels anew, which loses a class that does not occur among them.",
		probe:     probeBinarizer, printed: printedBinarizer,
	},
	{
		Number: "Code 9", Section: "3.4", Status: Corrected,
		Statement: "cost = −Σ t log y, with 0 log 0 = 0",
		Errata:    []string{"E6", "E59", "E61"},
		Note:      "The print has 0·log 0 = NaN where an output is 0, as at the certain points.",
		probe:     probeLoss, printed: printedCost,
	},
	{
		Number: "Code 10", Section: "3.5", Status: Corrected,
		Statement: "Z = max(XW + b, 0), Y = softmax(ZV + c)",
		Errata:    []string{"E6", "E54", "E55"},
		Note:      "The print's exponentials overflow at the extreme points, since it does not subtract the maximum.",
		probe:     probeForward, printed: printedForward,
	},
	{
		Number: "Code 11", Section: "3.6", Status: AsPrinted,
		Statement: "dV = Zᵀ(Y−T), …, dW = Xᵀ{[(Y−T)Vᵀ] ⊙ (Z>0)}",
		Errata:    []string{"E13", "E29", "E49"},
		Note:      "Gradients of the loss −J, so tried as the negatives of those of J. " + onlyOneHot,
		probe:     probeAll(nn.ReLU),
		printed: printedAll(
			reluBlock((*instance).blockV, genericForm[precise]), reluBlock((*instance).blockC, genericForm[precise]),
			reluBlock((*instance).blockW, genericForm[precise]), reluBlock((*instance).blockB, genericForm[precise])),
	},
	{
		Number: "Code 12", Section: "3.7", Status: AsPrinted,
		Statement: "argmaxₖ yₙₖ, and the mean of ≠",
		Errata:    []string{"E53"},
		Note:      "Right for labels 0, 1, …, K−1.",
		probe:     probePredictions,
	},
	{
		Number: "Code 13", Section: "3.9", Status: AsPrinted,
		Statement: "θ = θ − ηm̂/√(v̂ + ε)",
		Errata:    []string{"E31", "E35", "E49", "E51", "E52", "E56", "E57", "E58", "E61", "E66", "E68", "E72", "E73", "E74"},
		Note:      "The update of the class, with ε inside the root; (59) has it outside.",
		probe:     adamRule(true).probes(true), printed: adamRule(true).printed(true),
	},
	{
		Number: "Algorithm 1", Section: "3.8", Status: Corrected,
		Statement: "the gradients by (30), Code 1, (47), Code 2",
		Errata:    []string{"E26", "E27", "E28", "E29", "E41", "E44", "E62", "E72"},
		Note:      "Printed with [(T − Y)Vᵀ] ⊙ Z > 0 for W, and the sigmoid's derivative for b beside ReLU's for W.",
		probe:     probeAll(nn.ReLU),
		printed: printedAll(
			reluBlock((*instance).blockV, genericForm[precise]), reluBlock((*instance).blockC, genericForm[precise]),
			reluBlock((*instance).blockW, comparedForm[precise]), reluBlock((*instance).blockB, sigmoidForm[precise])),
	},
}

var exampleTrials = []Trial{
	{
		Number: "2.1.2", Section: "2.1.2", Status: AsPrinted,
		Statement: "t(1,6) = t(2,2) = t(3,2) = 1, …",
		Errata:    []string{"E1"},
		probe:     probeIndicator, printed: printedIndicator,
	},
	{
		Number: "2.1.3", Section: "2.1.3", Status: AsPrinted,
		Statement: "−log 1 = 0, −log .5 = .693, −log .2 = 1.609",
		Note:      "To the printed digits. −log 0 = ∞ is no number and is not tried.",
		probe:     probeLogs, printed: printedLogs,
	},
	{
		Number: "2.2.4", Section: "2.2.4", Status: AsPrinted,
		Statement: "y₁ = exp a₁/(exp a₁ + exp a₂ + exp a₃), …",
		Errata:    []string{"E7", "E14"},
		probe:     probeThreeOutputs,
	},
	{
		Number: "2.2.6", Section: "2.2.6", Status: AsPrinted,
		Statement: "Σₖ′ tₖ′(δₖₖ′ − yₖ) = tₖ − yₖ",
		Errata:    []string{"E13"},
		Note:      "Tried as tₖ − s yₖ with s = Σₖ tₖ, which is 1 for one-hot targets.",
		probe:     probeIsolated, printed: printedIsolated,
	},
	{
		Number: "2.2.7", Section: "2.2.7", Status: Corrected,
		Statement: "Aₙₖ = Σᵢ Xₙᵢ Wᵢₖ",
		Errata:    []string{"E15", "E16"},
		Note:      "Printed as A_kj = Σᵢ W_ki X_ij, which with the paper's W and X is not defined.",
		probe:     regressionA.probes, printed: printedColumns,
	},
	{
		Number: "2.5.1", Section: "2.5.1", Status: AsPrinted,
		Statement: "m = μm − ηg, θ = θ + m",
		Errata:    []string{"E33", "E34", "E40"},
		probe:     probeClassical,
	},
	{
		Number: "2.5.2", Section: "2.5.2", Status: AsPrinted,
		Statement: "X̄_T = (1 − 1/T)X̄_{T−1} + X_T/T, then α",
		Errata:    []string{"E38", "E40"},
		Note:      "Then X̄_T = (1 − α)X̄_{T−1} + αX_T, with a constant α for 1/T.",
		probe:     probeRecursions,
	},
	{
		Number: "2.5.5", Section: "2.5.5", Status: Corrected,
		Statement: "ŷ(2) = .49975 x(1) + .50025 x(2)",
		Errata:    []string{"E45"},
		Note:      "For β = .999. Printed .49974: 999/1999 = .4997498… was cut off, not rounded.",
		probe:     probeBiasExample, printed: printedBiasExample,
	},
}
