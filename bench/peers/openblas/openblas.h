// The functions of openblas.c that openblas.go calls.

#include <stdint.h>

// load opens the library and finds its functions; it returns a message, or null.
const char *load(const char *path);

const char *core_name(void);
const char *config(void);
void set_threads(int n);

// The flags of a product: a sum of these.
enum { TRANSPOSED_A = 1, TRANSPOSED_B = 2, BY_GEMV = 4 };

// C ← op(A)·op(B), of m×n with the inner dimension k, all row by row and without
// gaps, count times. BY_GEMV calls gemv, for a plain product with m = 1 or n = 1.
void product64(int what, int m, int n, int k, const double *A, const double *B, double *C, int64_t count);
void product32(int what, int m, int n, int k, const float *A, const float *B, float *C, int64_t count);
