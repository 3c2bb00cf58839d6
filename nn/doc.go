// Package nn is the mathematics of the paper "Multi-Layer Perceptron for
// Multi-Class Classification" (2022): softmax regression (section 2.2), the
// perceptron with one hidden layer (section 2.3) or any number of them, their analytic
// gradients, and training by mini-batches (section 2.4). The code follows the equations letter
// for letter; a doc comment ends with the numbers of the equations it implements.
//
// # Letters
//
//	N D M K    rows of a batch, inputs, hidden units, classes
//	n d m k    their indices
//	X          inputs, N×D
//	T          targets, N×K, not negative; one-hot in the paper
//	W b        input to hidden, D×M and M   (in section 2.2, W is D×K and there is no b)
//	V c        hidden to output, M×K and K
//	α Z        hidden pre-activation XW + 1bᵀ and activation σ(α), N×M
//	A Y        output pre-activation (logits) ZV + 1cᵀ and softmax(A) by rows, N×K
//	J          the log-likelihood ΣΣ t log y, which the paper maximises; the loss is −J
//	θ g        all parameters as one vector, and the gradient of the loss in them
//	W1 b1 …    the parameters of networks with more hidden layers, in order, the output's last
//	dW db …    gradient of the loss in W, b, …
//	σ          the activation function: sigmoid, tanh or ReLU
//	λ          L2 decay
//
// # Signs
//
// The paper's gradients (19), (20), (28) to (30) and (44) to (47) and its Codes 1
// and 2 are gradients of J, for ascent, and have T − Y; Code 11 has Y − T, and all its
// optimizers descend. Here every d-something is a gradient of the loss −J, and its doc
// comment says "negated".
//
// # Sums, not means
//
// Losses and gradients are sums over the rows of the batch, as in the paper.
// Decay adds λθ once to the gradient of each batch sum, divided neither by the
// rows of the batch nor by N; that is the gradient of (λ/2)‖θ‖², which the loss
// reported here does not contain.
//
// # Memory and concurrency
//
// The parameters of a model lie in one block of memory with the weights and biases of its layers as
// views, and so do the gradients. A [Workspace] holds the results of a pass.
// Forward, Loss and Backward allocate nothing, and only read the model, so they
// may run concurrently where each caller has its own workspace and gradient.
package nn
