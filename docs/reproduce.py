"""Forty numbers of the book from NumPy and scikit-learn, compared with the digits in its chapters."""
import glob, os, re, sys
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

# Chapters 1 to 3: the die, the softmax and its Jacobian. Chapter 4: the tiny network.
q, y = np.array([0.4, 0.2, 0.2, 0.2]), np.exp([0.2, -0.4, 1.1]) / np.exp([0.2, -0.4, 1.1]).sum()
ours = {"likelihood.best": 4 / 3125, "likelihood.fair": 6.0**-5, "likelihood.ratio": 4 / 3125 * 6**5,
        "likelihood.entropy": -(q * np.log(q)).sum(), "likelihood.divergence": np.log(6) + (q * np.log(q)).sum(),
        "tiny.y1": y[0], "tiny.loss": -np.log(y[0]), "tiny.odds": 1 / y[0]}
ours |= {f"jacobian.y{i+1}": y[i] for i in range(3)}
ours |= {f"jacobian.{i+1}{j+1}": (np.diag(y) - np.outer(y, y))[i, j] for i in range(3) for j in range(3)}

# Chapters 4 to 9: the data, the gradient at seed 7, the training.
X, k = make_classification(500, 5, n_informative=5, n_redundant=0, n_classes=3, random_state=7)
X, X1, k, k1 = train_test_split(X, k, test_size=0.2, random_state=7)
T = np.eye(3)[k]

def weights(seed):
    r = np.random.RandomState(seed)
    return [r.randn(5, 50) / np.sqrt(5), np.zeros(50), r.randn(50, 3) / np.sqrt(50), np.zeros(3)]

def forward(p, X):
    H = X @ p[0] + p[1]
    E = np.exp(np.maximum(H, 0) @ p[2] + p[3])
    return H, np.maximum(H, 0), E / E.sum(1, keepdims=True)

def gradient(p, X, T):
    H, Z, Y = forward(p, X)
    dH = ((Y - T) @ p[2].T) * (H > 0)
    return [X.T @ dH, dH.sum(0), Z.T @ (Y - T), (Y - T).sum(0)]

def cost(p, X, k):
    return -np.log(forward(p, X)[2][np.arange(len(k)), k]).sum()

def trained(seed, epochs, batches):
    p, m, v = weights(seed), [0] * 4, [0] * 4
    for t in range(1, epochs * batches + 1):
        b = (t - 1) % batches * 50
        g = gradient(p, X[b : b + 50], T[b : b + 50])
        m = [0.99 * a + 0.01 * x for a, x in zip(m, g)]
        v = [0.999 * a + 0.001 * x * x for a, x in zip(v, g)]
        p = [a - 1e-4 * (x / (1 - 0.99**t)) / np.sqrt(s / (1 - 0.999**t) + 1e-8) for a, x, s in zip(p, m, v)]
    return cost(p, X1, k1)

p, g = weights(7), gradient(weights(7), X, T)
H, Z, Y = forward(p, X)
ours |= {"likelihood.seed7log": -cost(p, X, k), "backpropagation.dV": -g[2][0, 0], "backpropagation.V": p[2][0, 0],
         "backpropagation.rowLargest": abs(g[2]).max(), "backpropagation.outof": -(p[2] * g[2])[1].sum(),
         "E23.off": 100 * (H <= 0).mean(), "E28.above": 100 * (Z > 1).sum() / (Z > 0).sum(), "E28.z": Z.max(),
         "E25.largest": abs(g[0]).max(), "E23.norm": np.linalg.norm(g[0]),
         "E49.sum": trained(7, 500, 8), "E56.ten": trained(7, 500, 10), "E60.longer": trained(7, 625, 8)}

# Chapters 8, 10 and 12: Adam's longest step, a tenth in float32, a difference.
t = np.arange(1, 5001)
steps = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
ours |= {"optimizer.peak-0.9-at": t[steps.argmax()], "optimizer.peak-0.9": steps.max(), "E62.early-0.99": np.sqrt(1.999) / 1.99,
         "optimizer.bound-0.9": 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999)), "optimizer.bound-0.99": 0.01 / np.sqrt(0.001 * (1 - 0.9801 / 0.999)),
         "numerics.exact32": float(np.float32(0.1)) * 1e6, "trials.h10.central": np.sinh(2.0**-10) * 2.0**10 - 1}

# Each number to the digits that the book prints.
chapters = os.path.join(os.path.dirname(os.path.abspath(__file__)), "chapters", "*.md")
book = dict(re.findall(r"<!--=([\w.-]+)-->(.*?)<!--/-->", "".join(open(name, encoding="utf-8").read() for name in glob.glob(chapters))))
wrong = 0
for name, value in ours.items():
    digits = re.sub("·10(?=[⁻⁰-⁹¹²³])", "e", book[name]).translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-", "\u202f"))
    same = float(f"{value:.{len(digits.split('e')[0].partition('.')[2])}{'e' if 'e' in digits else 'f'}}") == float(digits)
    wrong += not same
    print("ok " if same else "NO ", name, book[name], value)
print(len(ours) - wrong, "of", len(ours), "numbers agree")
sys.exit(wrong > 0)
