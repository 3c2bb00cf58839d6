//go:build cgo && !windows

// The C side: OpenBLAS, opened at run time, and its calls in a loop, so that one call through cgo
// is shared by many products.

#include "openblas.h"
#include <dlfcn.h>
#include <stddef.h>

// From cblas.h, which need not be installed.
enum { ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112 };
typedef void dgemm_t(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
typedef void sgemm_t(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
typedef void dgemv_t(int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
typedef void sgemv_t(int, int, int, int, float, const float *, int, const float *, int, float, float *, int);

static dgemm_t *dgemm;
static sgemm_t *sgemm;
static dgemv_t *dgemv;
static sgemv_t *sgemv;
static char *(*get_core_name)(void);
static char *(*get_config)(void);
static void (*set_num_threads)(int);

const char *load(const char *path) {
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return dlerror();
	dgemm = (dgemm_t *)dlsym(library, "cblas_dgemm");
	sgemm = (sgemm_t *)dlsym(library, "cblas_sgemm");
	dgemv = (dgemv_t *)dlsym(library, "cblas_dgemv");
	sgemv = (sgemv_t *)dlsym(library, "cblas_sgemv");
	get_core_name = (char *(*)(void))dlsym(library, "openblas_get_corename");
	get_config = (char *(*)(void))dlsym(library, "openblas_get_config");
	set_num_threads = (void (*)(int))dlsym(library, "openblas_set_num_threads");
	if (dgemm == NULL || sgemm == NULL || dgemv == NULL || sgemv == NULL)
		return "not a library with CBLAS";
	if (get_core_name == NULL || get_config == NULL || set_num_threads == NULL)
		return "not an OpenBLAS library";
	return NULL;
}

const char *core_name(void) { return get_core_name(); }
const char *config(void) { return get_config(); }
void set_threads(int n) { set_num_threads(n); }

static void once64(int what, int m, int n, int k, const double *A, const double *B, double *C) {
	int ta = what & TRANSPOSED_A, tb = what & TRANSPOSED_B;
	if (!(what & BY_GEMV))
		dgemm(ROW_MAJOR, ta ? TRANSPOSED : PLAIN, tb ? TRANSPOSED : PLAIN, m, n, k,
		      1, A, ta ? m : k, B, tb ? k : n, 0, C, n);
	else if (n == 1)
		dgemv(ROW_MAJOR, PLAIN, m, k, 1, A, k, B, 1, 0, C, 1);
	else
		dgemv(ROW_MAJOR, TRANSPOSED, k, n, 1, B, n, A, 1, 0, C, 1);
}

void product64(int what, int m, int n, int k, const double *A, const double *B, double *C, int64_t count) {
	for (int64_t i = 0; i < count; i++)
		once64(what, m, n, k, A, B, C);
}

static void once32(int what, int m, int n, int k, const float *A, const float *B, float *C) {
	int ta = what & TRANSPOSED_A, tb = what & TRANSPOSED_B;
	if (!(what & BY_GEMV))
		sgemm(ROW_MAJOR, ta ? TRANSPOSED : PLAIN, tb ? TRANSPOSED : PLAIN, m, n, k,
		      1, A, ta ? m : k, B, tb ? k : n, 0, C, n);
	else if (n == 1)
		sgemv(ROW_MAJOR, PLAIN, m, k, 1, A, k, B, 1, 0, C, 1);
	else
		sgemv(ROW_MAJOR, TRANSPOSED, k, n, 1, B, n, A, 1, 0, C, 1);
}

void product32(int what, int m, int n, int k, const float *A, const float *B, float *C, int64_t count) {
	for (int64_t i = 0; i < count; i++)
		once32(what, m, n, k, A, B, C);
}
