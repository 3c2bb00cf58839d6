"""Code 13 with the flags of the command: its runs, as runs.json has them.

    OPENBLAS_CORETYPE=Haswell python3 runs.py >runs.json
"""
import argparse, json
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

FLAGS = argparse.ArgumentParser()
for name, default in dict(seed=7, split_seed=7, hidden=50, epochs=500, batch=50).items():
    FLAGS.add_argument("-" + name.replace("_", "-"), type=int, default=default)
for name, default in dict(test=0.2, rate=1e-4, beta1=0.99, beta2=0.999, epsilon=1e-8, decay=0.0).items():
    FLAGS.add_argument("-" + name, type=float, default=default)
for name in ["shuffle", "epsilon-inside", "decay-biases=false"]:
    FLAGS.add_argument("-" + name, action="store_true")
FLAGS.add_argument("-activation", default="relu")
FLAGS.add_argument("-optimizer", default="adam")

SIGMA = {  # z of α, and its derivative in terms of z
    "relu": (lambda a: np.where(a > 0, a, 0), lambda z: 1.0 * (z > 0)),
    "tanh": (np.tanh, lambda z: 1 - z * z),
    "sigmoid": (lambda a: 1 / (1 + np.exp(-a)), lambda z: z * (1 - z)),
}


def step(f, theta, g, m, v, t):
    """One update of theta, m and v in place."""
    root = lambda v: np.sqrt(v + f.epsilon) if f.epsilon_inside else np.sqrt(v) + f.epsilon
    m *= f.beta1
    m += (1 - f.beta1) * g
    v *= f.beta2
    v += (1 - f.beta2) * g * g
    theta -= f.rate * {
        "adam": lambda: m / (1 - f.beta1**t) / root(v / (1 - f.beta2**t)),  # (59)
        "rmsprop": lambda: g / root(v),  # (55)
        "momentum": lambda: m,  # (48)
        "descent": lambda: g,
    }[f.optimizer]()


def forward(f, X, W, b, V, c):
    Z = SIGMA[f.activation][0](X.dot(W) + b)
    A = np.exp(Z.dot(V) + c)
    return Z, A / A.sum(axis=1, keepdims=True)


def train(flags, at=None):
    f = FLAGS.parse_args(flags.split())
    X, y = make_classification(n_samples=500, n_features=5, n_informative=5, n_redundant=0, n_classes=3, random_state=7)
    X, testX, y, testy = train_test_split(X, y, test_size=f.test, random_state=f.split_seed)
    T, testT, N = np.eye(3)[y], np.eye(3)[testy], len(X)
    np.random.seed(f.seed)
    W, V = np.random.randn(5, f.hidden) / np.sqrt(5), np.random.randn(f.hidden, 3) / np.sqrt(f.hidden)
    theta = [W, np.zeros(f.hidden), V, np.zeros(3)]
    moments = [(np.zeros_like(p), np.zeros_like(p)) for p in theta]
    t, records = 0, []
    for i in range(f.epochs):
        order = np.random.permutation(N) if f.shuffle else np.arange(N)
        for lo in range(0, N, f.batch):
            Xb, Tb = X[order[lo:lo + f.batch]], T[order[lo:lo + f.batch]]
            Z, Y = forward(f, Xb, *theta)
            dA = Y - Tb
            dalpha = dA.dot(V.T) * SIGMA[f.activation][1](Z)
            gradient = [Xb.T.dot(dalpha), dalpha.sum(axis=0), Z.T.dot(dA), dA.sum(axis=0)]
            t += 1
            for k, (p, g, (m, v)) in enumerate(zip(theta, gradient, moments)):
                if k in (0, 2) or not getattr(f, "decay_biases=false"):
                    g = g + f.decay * p
                step(f, p, g, m, v, t)
        if i + 1 in (at or [f.epochs]):
            P, testP = forward(f, X, *theta)[1], forward(f, testX, *theta)[1]
            guess = testP.argmax(axis=1)
            records.append(dict(step=t, epoch=i, train_cost=-(T * np.log(P)).sum(), test_cost=-(testT * np.log(testP)).sum(),
                                test_error=np.mean(guess != testy)))
    confusion = [[int(((testy == i) & (guess == j)).sum()) for j in range(3)] for i in range(3)]
    run = dict(flags=flags, records=records, confusion=confusion)
    return run | ({n: p.tolist() for n, p in zip("WbVc", theta)} if at else {})


runs = [train("", at=[1, 2, 5, 10, 20, 50, 100, 200, 300, 400, 500])]
for flags in ["-seed 8", "-split-seed 8", "-test 0.3", "-hidden 7", "-activation tanh", "-activation sigmoid", "-batch 64", "-shuffle",
              "-decay 0.5", "-decay 0.5 -decay-biases=false", "-rate 1e-3", "-beta1 0.8", "-beta2 0.9", "-epsilon 0.01",
              "-epsilon 0.01 -epsilon-inside", "-optimizer rmsprop", "-optimizer rmsprop -beta2 0.9",
              "-optimizer rmsprop -epsilon 0.01 -epsilon-inside", "-optimizer momentum", "-optimizer momentum -beta1 0.8",
              "-optimizer descent"]:
    runs.append(train(flags + " -epochs 5"))
print("[" + ",\n".join(json.dumps(run) for run in runs) + "]")
