package errata

import (
	"fmt"
	"slices"
)

// Erratum is an entry of the list of the paper's errata.
type Erratum struct {
	ID    string   // "E25"
	Kinds []string // math, code, notation, text, assumption, result
	Place string   // where in the paper: equations, sections, listings
	Text  string   // what is wrong and what is right
	Shown bool     // whether a number can show it, and a test does; the others can only be checked by reading
}

// All returns the whole list, E1 to E77 in order.
func All() []Erratum { return slices.Concat(errataOfTheMathematics, errataOfTheAlgorithm) }

// Find returns the entry with that ID, or an error that says which there are.
func Find(id string) (Erratum, error) {
	all := All()
	i := slices.IndexFunc(all, func(e Erratum) bool { return e.ID == id })
	if i < 0 {
		return Erratum{}, fmt.Errorf("no erratum %q: there are %s–%s", id, all[0].ID, all[len(all)-1].ID)
	}
	return all[i], nil
}

type kinds = []string

// errataOfTheMathematics lists the errata of, in the main, sections 2.1 to 2.3.
var errataOfTheMathematics = []Erratum{
	{"E1", kinds{"notation"}, "section 2.1.2",
		"The rolls 6, 2, 2, 5, 3 stand in set braces, which would count the second 2 once. They are a sequence: N = 5, not 4.", true},
	{"E2", kinds{"assumption"}, "(1), section 2.1.2",
		"Neither Σ w_k = 1 nor 0⁰ = 1 is stated, and nothing is maximised. " +
			"Without the constraint the likelihood has no maximum; with it the maximum is at w_k = N_k/N.", true},
	{"E3", kinds{"assumption"}, "(1), (3)",
		"The product over n holds for independent samples only, which is not said.", true},
	{"E4", kinds{"notation"}, "(2)",
		"(p = p_1, …, p_k) should be p = (p_1, …, p_K): k is the number of categories here and an index elsewhere.", false},
	{"E5", kinds{"notation"}, "(1), (3), sections 2.2, 2.3",
		"L is the likelihood and then the loss, J is the log-likelihood and is called cost, and (23), which must be maximised, is to be " +
			"descended. The loss is −J, and is minimised.", true},
	{"E6", kinds{"code"}, "(4), Codes 9, 10",
		"The convention 0·log 0 = 0 is missing, so a certain and right prediction costs NaN and not 0. Sum where t > 0, or take the " +
			"logarithm of the softmax from the logits.", true},
	{"E7", kinds{"text"}, "section 2.2.4",
		"A probability is said to be divided by the sum of all activations. It is the sum of their exponentials.", true},
	{"E8", kinds{"text"}, "section 2.2.1",
		"J is said to converge to the local maximum. J is concave in W: every maximum is global, none is unique, and on separable data " +
			"none is attained.", true},
	{"E9", kinds{"assumption"}, "(10), (24), (25), (37), (38)",
		"J_nk′ is used before it is defined, the y_nk′ are varied as if free, the sum over the index of the activation has been collapsed, " +
			"and σ is taken to be elementwise. The values are right.", true},
	{"E10", kinds{"math"}, "proof B.1",
		"The last line ends in exp(a_nk′); it should end in exp(a_nk), as (11) does. The note ∂exp(a_nk′)/∂a_nk = exp(a_nk′) holds for " +
			"k′ = k only; otherwise that derivative is 0.", true},
	{"E11", kinds{"notation"}, "section 2.2.5, proofs B.1, B.2",
		"∂/∂a exp(a){S}⁻¹ lacks the parentheses that put the whole product under the derivative.", true},
	{"E12", kinds{"text"}, "before (16)",
		"The first y is said to be y′_nk; it is y_nk′, with the prime on the index. The second derivative means the second of the two. " +
			"(16) is right.", true},
	{"E13", kinds{"assumption"}, "(19), (20), (28)–(30), (44)–(47)",
		"Σ_k t_nk = 1 is used and not said. For other targets y_nk is to be replaced by s_n·y_nk with s_n = Σ_k t_nk.", true},
	{"E14", kinds{"text"}, "section 2.2.4, before (16)",
		"The softmax is cited as (8), which is a = Wᵀx; (14) is cited for (15); and the nine separate derivatives are nine entries of " +
			"six values, of rank 2.", true},
	{"E15", kinds{"math"}, "section 2.2.7",
		"A_kj = Σ_i W_ki X_ij does not fit the paper's W (D×K) and X (N×D). It should be A_nk = Σ_i X_ni W_ik.", true},
	{"E16", kinds{"notation"}, "section 2.2.7, (31), (33)",
		"x and z stand in subscripts: w_x^T, W_x^T + b and V_z^T + c should be wᵀx, Wᵀx + b and Vᵀz + c.", false},
	{"E17", kinds{"notation"}, "(20), section 2.2.8",
		"The heading calls (20) a softmax derivative; it is the gradient of J in W. It does not fit the columns of section 2.2.7, " +
			"where it would be (T−Y)Xᵀ.", true},
	{"E18", kinds{"text"}, "sections 2.3.2, 2.3.5",
		"The gradients of c and b are said to have no expression in linear algebra. They are (T−Y)ᵀ1 and {[(T−Y)Vᵀ] ⊙ Z′}ᵀ1.", true},
	{"E19", kinds{"math"}, "(28), (29)",
		"The left sides are printed ∂a_nk/∂V_mk and ∂a_nk/∂c_k, which (26) and (27) say are z_nm and 1. They should be ∂J/∂V_mk and " +
			"∂J/∂c_k.", true},
	{"E20", kinds{"text", "assumption"}, "sections 2.3.3, 2.3.4",
		"Six derivatives are called these five; (28) and (29) are to be plugged in where (16) and (17) are meant; and the other three are " +
			"four: ∂α_nm/∂b_m = 1 is never given.", true},
	{"E21", kinds{"notation", "assumption"}, "(18), (19), (37), (38), (40), (44), (45)",
		"The index of the inputs is i in section 2.2 and d in 2.3. Section 2.2 has no bias, though the gradient in one is not 0.", true},
	{"E22", kinds{"math"}, "(39)",
		"The left side is printed ∂a_nk/∂a_nm, which would be 0 or 1. It should be ∂a_nk/∂z_nm.", true},
	{"E23", kinds{"math"}, "(43)",
		"u(z_nm) needs u(0) = 0, which is not said: z is 0 for each unit that is off, and with u(0) = 1 the derivative is 1 everywhere. " +
			"u(α_nm) is safe.", true},
	{"E24", kinds{"math"}, "(44), (45)",
		"They hold for the sigmoid only, which is not said, and the code has ReLU. The index of b_bm should be m.", true},
	{"E25", kinds{"math"}, "(46), (47)",
		"The captions are exchanged: what is captioned ReLU is the sigmoid's form, and what is captioned generic is ReLU's. The generic form " +
			"is Xᵀ{[(T−Y)Vᵀ] ⊙ Z′}. The subscript W,J should be W.", true},
	{"E26", kinds{"notation"}, "(47), Algorithm 1",
		"[…] ⊙ Z > 0 lacks the parentheses of […] ⊙ (Z > 0). In Python the product binds tighter, and the result is true or false.", true},
	{"E27", kinds{"code"}, "Code 2, Algorithm 1",
		"V.t should be V.T: an array of NumPy has no attribute t.", false},
	{"E28", kinds{"math"}, "Algorithm 1",
		"The gradient of W is ReLU's and that of b the sigmoid's. Training runs all the same, so that the mistake hides. Both should have " +
			"Z > 0, as in Code 11.", true},
	{"E29", kinds{"math"}, "(19), (20), (28)–(30), (44)–(49), (54)–(56), (59), Algorithm 1",
		"The gradients are those of J, for ascent, and the updates descend. Algorithm 1 joins the two and climbs the loss. " +
			"Take Y − T, as Code 11 does.", true},
}
