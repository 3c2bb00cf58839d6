"""Writes classification_vectors.json and normals.json; see README.md for the command."""

import hashlib
import json
import math
from decimal import Decimal, getcontext

import numpy as np
import sklearn
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.utils.random import sample_without_replacement

getcontext().prec = 60
assert (np.__version__, sklearn.__version__) == ("1.24.2", "1.2.1")


def rows(X):
    return [[float(x).hex() for x in row] for row in X]


def classification(all_rows, what, samples, features, informative, redundant, repeated, classes, clusters, flip, sep, seed):
    stream = np.random.RandomState(seed)
    X, y = make_classification(
        n_samples=samples, n_features=features, n_informative=informative, n_redundant=redundant,
        n_repeated=repeated, n_classes=classes, n_clusters_per_class=clusters, flip_y=flip, class_sep=sep,
        random_state=stream)
    X = np.ascontiguousarray(X, dtype="<f8")
    return {
        "what": what,
        "settings": {
            "Samples": samples, "Features": features, "Informative": informative, "Redundant": redundant,
            "Repeated": repeated, "Classes": classes, "Clusters": clusters, "Flip": flip, "Separation": sep,
            "Seed": seed},
        "y": y.tolist(),
        "x": rows(X if all_rows else X[:2]),
        "sha256": hashlib.sha256(X.tobytes()).hexdigest(),
        "next_word": int(stream.randint(2**32)),
    }


EXACT = [
    ("redundant, repeated and useless columns", 40, 12, 4, 3, 2, 3, 2, 0.05, 1.0, 7),
    ("two classes in a square: all corners, nothing drawn", 30, 2, 2, 0, 0, 2, 2, 0.01, 1.0, 3),
    ("all 32 corners of a cube", 100, 5, 5, 0, 0, 4, 8, 0.01, 1.0, 11),
    ("127 of 128 corners: reservoir", 260, 7, 7, 0, 0, 127, 1, 0.01, 1.0, 8),
    ("30 of 32 corners: permutation", 150, 6, 5, 0, 0, 5, 6, 0.01, 1.0, 5),
    ("2 of 256 corners: tracking", 20, 9, 8, 0, 0, 2, 1, 0.5, 1.0, 6),
    ("1 of 128 corners: tracking; an odd number of normals, so that one waits for the useless column", 15, 9, 7, 0, 1, 1, 1, 0.5, 1.5, 14),
    ("one informative column, the others useless", 33, 6, 1, 0, 0, 1, 2, 0.0, 1.0, 2),
    ("no label drawn anew", 31, 5, 3, 2, 0, 3, 1, 0.0, 0.25, 4294967295),
    ("every label drawn anew, centres together", 30, 5, 3, 0, 1, 4, 1, 1.0, 0.0, 0),
    ("negative separation", 21, 3, 3, 0, 0, 7, 1, 0.01, -2.0, 1),
]

ONE_COLUMN = [
    ("one redundant column, 10 informative", 40, 12, 10, 1, 0, 2, 2, 0.01, 1.0, 4),
    ("one redundant column, 5 informative", 40, 7, 5, 1, 0, 3, 2, 0.01, 1.0, 7),
]

LONG = [
    ("33 informative: bits drawn one by one", 30, 33, 33, 0, 0, 3, 1, 0.01, 1.0, 9),
    ("20 informative", 40, 20, 20, 0, 0, 2, 2, 0.01, 1.0, 7),
]

SPLITS = [(2, 0.5, 0), (5, 0.2, 1), (10, 0.25, 7), (10, 0.31, 7), (7, 0.999 / 7, 42), (100, 0.07, 3), (150, 0.3, 4294967295)]


def split(n, test, seed):
    train, testing = train_test_split(np.arange(n), test_size=test, random_state=seed)
    return {"n": n, "test": test, "seed": seed, "train": train.tolist(), "testing": testing.tolist()}


def sample(method, population, n, seed):
    got = sample_without_replacement(population, n, method=method, random_state=seed)
    return {"method": method, "population": population, "n": n, "seed": seed, "values": got.tolist()}


SAMPLES = [("tracking_selection", 64, 12, 7), ("tracking_selection", 1024, 8, 1),
           ("reservoir_sampling", 64, 12, 7), ("reservoir_sampling", 200, 10, 1)]


def normal_pairs(seed, pairs):
    """The polar method with a logarithm of 60 digits rounded once."""
    stream, out = np.random.RandomState(seed), []
    while len(out) < 2 * pairs:
        x1, x2 = (2 * stream.random_sample(2) - 1).tolist()
        r = x1 * x1 + x2 * x2
        if r < 1 and r != 0:
            f = math.sqrt(-2 * float(Decimal(r).ln()) / r)
            out += [f * x2, f * x1]
    return out


def misses(seed, pairs=10000):
    """Where standard_normal differs from the polar method with a correctly rounded logarithm."""
    ours, theirs = normal_pairs(seed, pairs), np.random.RandomState(seed).standard_normal(2 * pairs).tolist()
    return {
        "seed": seed, "count": 2 * pairs,
        "where": [[i, b.hex()] for i, (a, b) in enumerate(zip(ours, theirs)) if a != b],
        "sha256": hashlib.sha256(np.array(ours, dtype="<f8").tobytes()).hexdigest()}


def write(name, value):
    with open(name, "w") as f:
        json.dump(value, f, indent=None, separators=(",", ":"))
        f.write("\n")


write("classification_vectors.json", {
    "exact": [classification(False, *s) for s in EXACT],
    "one_column": [classification(True, *s) for s in ONE_COLUMN],
    "long": [classification(True, *s) for s in LONG],
    "samples": [sample(*s) for s in SAMPLES],
    "splits": [split(*s) for s in SPLITS],
})
write("normals.json", misses(7))
