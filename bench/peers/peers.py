"""Times one library, NumPy or PyTorch, for the Go program beside this file.

The argument names the library: numpy or torch. The first lines printed say what
there is, "KEY VALUE" each, and end with "ready", or with "missing REASON" if the
library can't be imported. Then each line of the input is a command and has an
answer of one line:

    check NAME    runs the case and prints three sums of each of its outputs
    run NAME N    runs the case N times and prints the nanoseconds that took
    quit          ends

NAME is that of the benchmark: Functions/fn=exp/type=float64. A command that fails is answered
by "error REASON". All data come from a hash of the index, as in data_test.go.
"""
import ctypes
import gc
import importlib
import math
import platform
import sys
import time

import numpy

WARM = 5  # calls before the clock starts
STEPS = 10  # steps that are checked


ELEMENTS = 32768  # of which elementary functions are timed


def bits(seed, n):
    """32 bits for each index: the last steps of MurmurHash3 on a combination with the seed."""
    h = numpy.arange(n, dtype=numpy.uint32) + numpy.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
    h = (h ^ h >> numpy.uint32(16)) * numpy.uint32(0x85EBCA6B)
    h = (h ^ h >> numpy.uint32(13)) * numpy.uint32(0xC2B2AE35)
    return h ^ h >> numpy.uint32(16)


def numbers(seed, n, scale):
    """n numbers from -scale to scale."""
    return (bits(seed, n) / 2**31 - 1) * scale


def positive(seed, n, scale):
    """n numbers above 0, to scale."""
    return (bits(seed, n) + 1.0) / 2**32 * scale


def classes(seed, n, K):
    return (bits(seed, n) >> numpy.uint32(16)) % K


def sums(values):
    """Sum, sum of the sizes, and sum with weights 1/31 to 1 by the index."""
    return (math.fsum(values), math.fsum(map(abs, values)),
            math.fsum(v * (i % 31 + 1) / 31 for i, v in enumerate(values)))


class Calls:
    """A case that is one expression, whose value is the output."""

    def __init__(self, call):
        self.call = call

    def reset(self):
        pass

    def run(self, n):
        call = self.call
        for _ in range(n):
            call()

    def outputs(self):
        return [self.call().reshape(-1).tolist()]


class Network:
    """The sizes of a step, its data and its first parameters, as lists."""

    def __init__(self, case):
        self.D, self.M, self.K = D, M, K = [int(n) for n in case["net"].split("-")]
        self.N = rows = int(case["batch"])
        self.X, self.labels = numbers(1, rows * D, 2), classes(4, rows, K)
        self.W, self.V = numbers(2, D * M, 1 / math.sqrt(D)), numbers(3, M * K, 1 / math.sqrt(M))
        self.rate, self.beta1, self.beta2, self.eps = (1e-4, .99, .999, 1e-8) if D == 5 else (1e-3, .9, .999, 1e-8)

    def moved(self, start, theta):
        return [a - b for a, b in zip(theta, start)]


class Listing(Network):
    """The paper's training step in NumPy, as its listing has it."""

    def __init__(self, np, case):
        super().__init__(case)
        self.np, dtype = np, case["type"]
        self.X = np.array(self.X, dtype).reshape(-1, self.D)
        self.T = np.eye(self.K)[self.labels].astype(dtype)
        self.start = [np.array(self.W, dtype).reshape(self.D, self.M), np.zeros(self.M, dtype),
                      np.array(self.V, dtype).reshape(self.M, self.K), np.zeros(self.K, dtype)]

    def reset(self):
        self.P, self.m, self.v, self.t = list(self.start), [0] * 4, [0] * 4, 1

    def run(self, n):
        np, X, T, P, M, V, t = self.np, self.X, self.T, self.P, self.m, self.v, self.t
        lr, B1, B2, eps = self.rate, self.beta1, self.beta2, self.eps
        for _ in range(n):
            W1, b1, W2, b2 = P
            Z = X.dot(W1) + b1; Z[Z < 0] = 0
            A = Z.dot(W2) + b2; e = np.exp(A); Y = e / e.sum(axis=1, keepdims=True)
            G = [X.T.dot((Y-T).dot(W2.T) * (Z > 0)), ((Y-T).dot(W2.T) * (Z > 0)).sum(axis=0),
                 Z.T.dot(Y-T), (Y-T).sum(axis=0)]
            for q in range(4):
                M[q] = B1*M[q] + (1-B1)*G[q]; V[q] = B2*V[q] + (1-B2)*G[q]*G[q]
                P[q] = P[q] - lr*(M[q]/(1-B1**t)) / np.sqrt(V[q]/(1-B2**t) + eps)
            t += 1
        self.t = t

    def outputs(self):
        flat = [[x for p in P for x in p.reshape(-1).tolist()] for P in (self.start, self.P)]
        return [self.moved(*flat)]


class TorchStep(Network):
    """A training step in PyTorch. The loss is a sum over the batch, as ours is."""

    def __init__(self, torch, case):
        super().__init__(case)
        self.torch, dtype = torch, getattr(torch, case["type"])
        self.X = torch.tensor(self.X, dtype=dtype).reshape(-1, self.D)
        self.labels = torch.tensor(self.labels.astype("int64"))
        self.model = torch.nn.Sequential(torch.nn.Linear(self.D, self.M), torch.nn.ReLU(),
                                         torch.nn.Linear(self.M, self.K)).to(dtype)
        W = torch.tensor(self.W, dtype=dtype).reshape(self.D, self.M)
        V = torch.tensor(self.V, dtype=dtype).reshape(self.M, self.K)
        self.start = [W.t(), torch.zeros(self.M, dtype=dtype), V.t(), torch.zeros(self.K, dtype=dtype)]
        self.loss_of = torch.nn.CrossEntropyLoss(reduction="sum")

    def reset(self):
        for p, start in zip(self.model.parameters(), self.start):
            p.data.copy_(start)
        self.rule = self.torch.optim.Adam(self.model.parameters(), self.rate, (self.beta1, self.beta2), self.eps)

    def run(self, n):
        model, rule, loss_of, X, t = self.model, self.rule, self.loss_of, self.X, self.labels
        for _ in range(n):
            rule.zero_grad()
            loss = loss_of(model(X), t)
            loss.backward()
            rule.step()
            self.loss = loss

    def outputs(self):
        flat = [[x for p in P for x in p.detach().t().reshape(-1).tolist()]
                for P in (self.start, list(self.model.parameters()))]
        return [self.moved(*flat), [self.loss.item()]]


def function_of_numpy(np, case):
    x = np.array(argument(case), case["type"])
    if "rows" in case:
        x = x.reshape(int(case["rows"]), int(case["cols"]))

        def softmax():
            e = np.exp(x - x.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)
        return Calls(softmax)
    f, out = getattr(np, case["fn"]), np.empty_like(x)
    return Calls(lambda: f(x, out))


def function_of_torch(torch, case):
    x = torch.tensor(argument(case), dtype=getattr(torch, case["type"]))
    if "rows" in case:
        x = x.reshape(int(case["rows"]), int(case["cols"]))
        return Calls(lambda: torch.softmax(x, 1))
    f, out = getattr(torch, case["fn"]), torch.empty_like(x)
    return Calls(lambda: f(x, out=out))


def argument(case):
    """The elements that a function is computed of: of log, positive ones."""
    n = int(case["rows"]) * int(case["cols"]) if "rows" in case else ELEMENTS
    return positive(1, n, 4) if case.get("fn") == "log" else numbers(1, n, 4)


def build(library, name):
    case = dict(field.split("=") for field in name.split("/")[1:])
    torch = library.__name__ == "torch"
    if "net" in case:
        return (TorchStep if torch else Listing)(library, case)
    return (function_of_torch if torch else function_of_numpy)(library, case)


def check(case):
    case.reset()
    case.run(STEPS)
    return " ".join(repr(v) for output in case.outputs() for v in sums(output))


def run(case, n):
    """Nanoseconds of n calls that begin anew, after a few that are not timed."""
    case.reset()
    case.run(WARM)
    gc.collect()
    start = time.perf_counter_ns()
    case.run(n)
    return time.perf_counter_ns() - start


def core():
    """The core type whose kernels OpenBLAS uses, or none where it is not found."""
    try:
        with open("/proc/self/maps") as maps:
            paths = sorted({line.split()[-1] for line in maps if "openblas" in line})
    except OSError:  # not Linux
        return "none"
    for path in paths:
        try:
            name = ctypes.CDLL(path).openblas_get_corename
        except (AttributeError, OSError):
            continue
        name.restype = ctypes.c_char_p
        return name().decode()
    return "none"


def greet(library):
    print("version", library.__version__)
    print("python", platform.python_version())
    if library.__name__ == "torch":
        library.set_num_threads(1)
        usage = "CPU capability usage: "
        print("capability", *[line.split(usage)[1] for line in library.__config__.show().split("\n") if usage in line])
    print("coretype", core())
    print("ready", flush=True)


def answer(library, cases, words):
    try:
        if words[1] not in cases:
            cases.clear()  # one at a time, so that the others' data do not lie in memory
            cases[words[1]] = build(library, words[1])
        case = cases[words[1]]
        return {"check": lambda: check(case), "run": lambda: run(case, int(words[2]))}[words[0]]()
    except Exception as e:
        return "error " + " ".join(f"{type(e).__name__}: {e}".split())


def main():
    try:
        library = importlib.import_module(sys.argv[1])
    except Exception as e:  # not there, or not whole
        print("missing", " ".join(str(e).split()), flush=True)
        return
    greet(library)
    gc.disable()
    cases = {}
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            return
        print(answer(library, cases, words), flush=True)


main()
