"""Writes stratified.json: rows of train_test_split with stratify, a line a case."""
import json

import numpy
from sklearn.model_selection import train_test_split

random = numpy.random.RandomState(5)
cases = []
while len(cases) < 30:
    n, classes, seed = random.randint(6, 60), random.randint(2, 6), int(random.randint(1000))
    labels = random.choice(classes, n, p=random.dirichlet(numpy.ones(classes)))
    if len(cases) % 3 == 0:
        labels = numpy.arange(n) % classes  # equal counts, so that lots decide
    test = round(random.uniform(0.15, 0.7), 2)
    try:
        train, testing = train_test_split(numpy.arange(n), test_size=test, random_state=seed, stratify=labels)
    except ValueError:
        continue
    case = {"classes": labels, "train": train, "testing": testing}
    cases.append(json.dumps({"test": test, "seed": seed} | {key: value.tolist() for key, value in case.items()}))
with open("stratified.json", "w") as file:
    file.write("[" + ",\n".join(cases) + "]\n")
