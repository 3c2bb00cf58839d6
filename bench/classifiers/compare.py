"""Trains this module's command and scikit-learn's MLPClassifier on four data sets, with the same splits.

    go build -o /tmp/chainrule ./docs && /usr/bin/python3 bench/classifiers/compare.py /tmp/chainrule

Needs Debian's python3-sklearn, which has the data. Each set is split with five seeds, a fifth of the rows
to test on; both split alike. The command has no flag but the seeds. scikit-learn has a
StandardScaler before its classifier and default settings, with and without early stopping.
"""
import csv, json, subprocess, sys, tempfile, warnings
import numpy as np, sklearn
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")  # that 200 epochs may be too few
SEEDS = range(1, 6)


def ours(name, seed):
    out = subprocess.run([sys.argv[1], "train", "-json", "-data", name, "-split-seed", str(seed), "-seed", str(seed)], capture_output=True, check=True)
    return json.loads(out.stdout.splitlines()[-1])["test_error"]


def theirs(X, y, seed, early):
    a, b, c, d = train_test_split(X, y, test_size=0.2, random_state=seed)
    model = make_pipeline(StandardScaler(), MLPClassifier(random_state=seed, early_stopping=early))
    return 1 - model.fit(a, c).score(b, d)


print(f"Test error in per cent, mean of split seeds 1 to 5 (each in brackets); scikit-learn {sklearn.__version__}")
for name in ["iris", "wine", "breast_cancer", "digits"]:
    data = getattr(datasets, "load_" + name)()
    X, y = data.data, np.array([str(data.target_names[t]) for t in data.target])
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as f:
        w = csv.writer(f)
        w.writerow([str(n) for n in data.feature_names] + ["class"])
        w.writerows([*map(repr, map(float, x)), label] for x, label in zip(X, y))
        f.flush()
        rows = {
            "chainrule": [ours(f.name, s) for s in SEEDS],
            "MLPClassifier": [theirs(X, y, s, False) for s in SEEDS],
            "MLPClassifier, early stopping": [theirs(X, y, s, True) for s in SEEDS],
        }
    for who, errors in rows.items():
        print(f"{name:14} {who:30} {100 * np.mean(errors):6.2f}  [{' '.join(f'{100 * e:.2f}' for e in errors)}]", flush=True)
