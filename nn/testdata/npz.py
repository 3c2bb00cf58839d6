"""Writes the files of the folder npz, with NumPy 1.24.2: /usr/bin/python3 npz.py"""
import os
import numpy as np

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "npz"))
D, M, K = 2, 11, 3
n = D * M + M + M * K + K
theta = (np.arange(n) - 30) / 7  # W, b, V, c, row by row
theta[1], theta[2] = 1e-300, -0.0
W, b, V, c = np.split(theta, np.cumsum([D * M, M, M * K]))
arrays = {"W": W.reshape(D, M), "b": b, "V": V.reshape(M, K), "c": c}

np.savez("plain.npz", **arrays)
np.savez_compressed("compressed.npz", **arrays)
np.savez("float32.npz", **{name: A.astype(np.float32) for name, A in arrays.items()})
np.savez("fortran.npz", **{**arrays, "V": np.asfortranarray(arrays["V"])})
np.savez("bigendian.npz", **{**arrays, "b": b.astype(">f8")})
np.savez("integer.npz", **{**arrays, "c": np.array([1, 2, 3])})
