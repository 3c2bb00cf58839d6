package equations

import "chainrule/nn"

// all activations, and the paper's only.
var (
	all     = nn.Activations
	sigmoid = []nn.Activation{nn.Sigmoid}
	relu    = []nn.Activation{nn.ReLU}
)

// registry has every trial. The functions are in the files named after their parts
// of the paper: regression.go (2.1, 2.2), backpropagation.go (2.3), printed.go (the
// misprints of 2.3) and averages.go (2.5).
var registry = []Trial{
	{"4", "2.1.3", "loss = −Σₙ Σₖ tₙₖ log yₙₖ", AsPrinted, []string{"E6"}, lossValue, nil},
	{"5", "2.1.3", "loss of one sample = −Σₖ tₖ log yₖ", AsPrinted, []string{"E6"}, lossOfSamples, nil},
	{"6", "2.2", "y = softmax(Wᵀx)", AsPrinted, []string{"E54"}, regressionOutputs, nil},
	{"7", "2.2.1", "J = Σₙ Σₖ tₙₖ log yₙₖ", Definition, []string{"E5", "E8"}, regressionLikelihood, nil},
	{"8", "2.2.2", "a = Wᵀx", AsPrinted, []string{"E14"}, regressionLogits, nil},

	{"16", "2.2.5", "∂yₙₖ′/∂aₙₖ = yₙₖ′(δₖₖ′ − yₙₖ)", AsPrinted, []string{"E12"}, softmaxJacobian, nil},
	{"17", "2.2.6", "∂Jₙₖ′/∂yₙₖ′ = tₙₖ′/yₙₖ′", AsPrinted, nil, likelihoodSlope, nil},
	{"18", "2.2.6", "∂aₙₖ/∂Wᵢₖ = xₙᵢ", AsPrinted, []string{"E21"}, logitSlope, nil},
	{"19", "2.2.6", "∂J/∂Wᵢₖ = Σₙ (tₙₖ − sₙyₙₖ)xₙᵢ, sₙ = Σₖ tₙₖ", AsPrinted, []string{"E13", "E29"}, regressionGradient, nil},
	{"20", "2.2.8", "∇W J = Xᵀ(T − s⊙Y), sₙ = Σₖ tₙₖ", AsPrinted, []string{"E13", "E15", "E17", "E29"}, regressionGradient, nil},

	{"21", "2.3", "z = σ(Wᵀx + b)", AsPrinted, nil, hiddenValues, nil},
	{"22", "2.3", "y = softmax(Vᵀz + c)", AsPrinted, []string{"E54"}, outputValues, nil},
	{"23", "2.3", "J = Σₙ Σₖ tₙₖ log yₙₖ", Definition, []string{"E5"}, likelihoodValue, nil},
	{"26", "2.3.1", "∂aₙₖ/∂Vₘₖ = zₙₘ", AsPrinted, nil, logitSlopeV, nil},
	{"27", "2.3.1", "∂aₙₖ/∂cₖ = 1", AsPrinted, nil, logitSlopeC, nil},
	{"28", "2.3.1", "∂J/∂Vₘₖ = Σₙ (tₙₖ − yₙₖ)zₙₘ", Corrected, []string{"E13", "E19", "E29"}, gradientV, printed28},
	{"29", "2.3.1", "∂J/∂cₖ = Σₙ (tₙₖ − yₙₖ)", Corrected, []string{"E13", "E19", "E29"}, gradientC, printed29},
	{"30", "2.3.2", "∇V J = Zᵀ(T − Y)", AsPrinted, []string{"E13", "E29"}, gradientV, nil},
	{"31", "2.3.3", "α = Wᵀx + b", Corrected, []string{"E16"}, preactivationValues, preactivationValues},
	{"32", "2.3.3", "z = σ(α)", AsPrinted, nil, hiddenValues, nil},
	{"33", "2.3.3", "a = Vᵀz + c", Corrected, []string{"E16"}, logitValues, logitValues},
	{"34", "2.3.3", "y = softmax(a)", AsPrinted, []string{"E54"}, outputValues, nil},
	{"35", "2.3.3", "J = Σₙ Σₖ tₙₖ log yₙₖ", Definition, []string{"E5"}, likelihoodValue, nil},
	{"39", "2.3.4", "∂aₙₖ/∂zₙₘ = Vₘₖ", Corrected, []string{"E22"}, logitSlopeZ, printed39},
	{"40", "2.3.4", "∂αₙₘ/∂W_dm = x_nd", AsPrinted, []string{"E21"}, preactivationSlope, nil},
	{"41", "2.3.4", "∂z/∂α = z(1 − z) for the sigmoid", AsPrinted, []string{"E63"}, slopes(nn.Sigmoid), nil},
	{"42", "2.3.4", "∂z/∂α = 1 − z² for tanh", AsPrinted, []string{"E64"}, slopes(nn.Tanh), nil},
	{"43", "2.3.4", "∂z/∂α = u(α) for ReLU, u(0) = 0", AsPrinted, []string{"E23", "E65"}, slopes(nn.ReLU), printed43},
	{"44", "2.3.4", "∂J/∂W_dm = ΣₖΣₙ (tₙₖ − yₙₖ)Vₘₖ σ′(αₙₘ) x_nd", Corrected, []string{"E13", "E24", "E29"}, gradientW, printed44},
	{"45", "2.3.4", "∂J/∂bₘ = ΣₖΣₙ (tₙₖ − yₙₖ)Vₘₖ σ′(αₙₘ)", Corrected, []string{"E13", "E24", "E29"}, gradientB, printed45},
	{"46", "2.3.5", "∇W J = Xᵀ{[(T−Y)Vᵀ] ⊙ Z′}, sigmoid: Z⊙(1−Z)", Corrected, []string{"E25", "E29"}, gradientW, printed46},
	{"47", "2.3.5", "∇W J = Xᵀ{[(T−Y)Vᵀ] ⊙ Z′}, ReLU: (Z > 0)", Corrected, []string{"E25", "E26", "E29"}, gradientW, printed47},

	{"48", "2.5.1", "m = βm + (1 − β)g, θ = θ − ηm", AsPrinted, []string{"E33", "E34"}, momentum, nil},
	{"49", "2.5.1", "v = βv + (1 − β)g², θ = θ − ηg/√(v + ε)", AsPrinted, []string{"E35", "E36"}, rmspropInside, nil},
	{"50", "2.5.2", "X̄_T = (1/T) Σₜ Xₜ", AsPrinted, []string{"E37", "E38"}, mean, nil},
	{"51", "2.5.2", "X̄_T = βX̄_{T−1} + (1 − β)X_T", Corrected, []string{"E39", "E40"}, ewma, printed51},
	{"54", "2.5.3", "m = β₁m + (1 − β₁)g, θ = θ − ηm", AsPrinted, nil, momentum, nil},
	{"55", "2.5.3", "v = β₂v + (1 − β₂)g², θ = θ − ηg/(√v + ε)", AsPrinted, nil, rmspropOutside, nil},
	{"56", "2.5.3", "θ = θ − ηm/(√v + ε)", AsPrinted, []string{"E42", "E43"}, adamUncorrected, nil},
	{"57", "2.5.5", "y(t) = βy(t−1) + (1 − β)x(t), y(0) = 0", AsPrinted, []string{"E44"}, ewma, nil},
	{"58", "2.5.5", "ŷ(t) = y(t)/(1 − βᵗ), t ≥ 1", AsPrinted, []string{"E44", "E45", "E46", "E77"}, corrected, nil},
	{"59", "2.5.5", "θ = θ − ηm̂/(√v̂ + ε)", AsPrinted, []string{"E35"}, adamCorrected, nil},
}
