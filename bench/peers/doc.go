// Package peers has the benchmarks of other libraries, under the names of those in bench, so that
// they are rows of one table:
//
//	go run ./bench -peers
//
// takes turns between the two test binaries and reports as on any record. Contenders are told by
// the last part of a name:
//
//	kernel=openblas        cblas_dgemm or cblas_sgemm, in a loop in C
//	kernel=openblas-gemv   its gemv, for a vector
//	kernel=gonum           the products of gonum's blas/gonum
//	kernel=numpy           functions, softmax, and the paper's step in its own listing
//	kernel=torch           the same functions, and steps with modules, a loss and Adam
//	kernel=torch-avx512    PyTorch told to use AVX-512, where it doesn't by itself
//	kernel=onnxruntime     products in float32, eight of them in one model
//
// A peer that is missing has no lines, and a line such as "torch: missing …" says so. What is
// there says its version in the same way, and the report begins with it. Tests, which the
// command runs before its rounds, compare each peer's results with ours: products of integers
// exactly, all others by sums within what rounding can do.
//
// NumPy, PyTorch and ONNX Runtime run in processes of their own, scripts that answer each line
// they read by one: they time their calls themselves. NumPy's softmax and its step are textbooks'
// expressions. PyTorch's loss is a sum over the batch, as ours is. All use one thread; OpenBLAS
// as many as GOMAXPROCS. Variables of the environment name what is elsewhere:
//
//	PEERS_OPENBLAS       libopenblas.so.0
//	PEERS_PYTHON         /usr/bin/python3
//	PEERS_NODE_MODULES   a folder with node_modules/onnxruntime-node, /opt/peers
//	OPENBLAS_CORETYPE    the kernels of OpenBLAS: without it, its own choice, or SkylakeX if that
//	                     leaves out a machine's AVX-512, as versions older than the CPU do
package peers
