"""python3 pytorch.py MODEL.safetensors D < rows: the same with PyTorch, from the file itself."""
import json, struct, sys
import numpy as np, torch
from torch import nn

raw = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", raw[:8])[0]  # where the package safetensors is installed, load_file does these three lines
head = json.loads(raw[8 : 8 + n])
T = {k: torch.from_numpy(np.frombuffer(raw[8 + n :][slice(*v["data_offsets"])], "<f" + v["dtype"][1:].replace("64", "8").replace("32", "4")).reshape(v["shape"]).copy()) for k, v in head.items() if k != "__metadata__"}
meta = head["__metadata__"]

names = list(T)  # W, b, V, c or W1, b1, W2, …
σ = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
layers = []
for l in range(0, len(names), 2):
    W, b = T[names[l]], T[names[l + 1]]
    linear = nn.Linear(*W.shape, dtype=W.dtype)
    linear.weight.data, linear.bias.data = W.T.contiguous(), b
    layers.append(linear)
    layers += [σ[name]() for name in meta["activations"].split(",")[l // 2 : l // 2 + 1] if name]
net = nn.Sequential(*layers, nn.Softmax(dim=1))

X = np.frombuffer(sys.stdin.buffer.read(), "<f8").reshape(-1, int(sys.argv[2]))
if "mean" in meta:
    X = (X - json.loads(meta["mean"])) / json.loads(meta["scale"])
Y = net(torch.from_numpy(X.copy()).to(T[names[0]].dtype)).detach()
for y in Y:
    print(json.dumps([int(y.argmax()), json.loads(meta["classes"])[int(y.argmax())], y.tolist()]))
