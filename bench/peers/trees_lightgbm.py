"""LightGBM on bank-marketing, as bench/trees.ts runs it: the same rows, split, bins, leaves and rate.

trees_lightgbm.py DATA_FOLDER THREADS ROUNDS TIMES -> {"seconds", "processorSeconds", "auc", "version"}
Timed is what fits: binning and boosting, not reading.
"""

import gzip
import json
import sys
import time
from pathlib import Path

import lightgbm
import numpy
from lightgbm import Dataset, train


def auc(labels, scores):
    order = numpy.argsort(scores, kind="stable")
    _, first, counts = numpy.unique(scores[order], return_index=True, return_counts=True)
    ranks = numpy.repeat(first + (counts + 1) / 2, counts)
    positives = labels[order] == 1
    count = positives.sum()
    return (ranks[positives].sum() - count * (count + 1) / 2) / (count * (len(labels) - count))


folder, threads, rounds, times = Path(sys.argv[1]), *map(int, sys.argv[2:5])
text = gzip.open(folder / "bank-marketing" / "bank-full.csv.gz", "rt").read()
head, *rows = [line.replace('"', "").split(";") for line in text.splitlines()]
columns = list(zip(*rows))
labels = numpy.array([cell == "yes" for cell in columns.pop()], dtype=float)
matrix = numpy.empty((len(rows), len(columns)))
categorical = []
for feature, cells in enumerate(columns):
    try:
        matrix[:, feature] = [float(cell) for cell in cells]
    except ValueError:
        codes = {cell: code for code, cell in enumerate(sorted(set(cells)))}
        matrix[:, feature] = [codes[cell] for cell in cells]
        categorical.append(feature)
test = numpy.arange(len(rows)) % 5 == 0
repeated = numpy.tile(matrix[~test], (times, 1))
repeated_labels = numpy.tile(labels[~test], times)

start = time.perf_counter()
start_processor = time.process_time()
parameters = {
    "objective": "binary",
    "num_leaves": 31,
    "learning_rate": 0.1,
    "max_bin": 255,
    "num_threads": threads,
    "verbosity": -1,
}
model = train(parameters, Dataset(repeated, repeated_labels, categorical_feature=categorical), rounds)
seconds = time.perf_counter() - start
processor = time.process_time() - start_processor
found = {
    "seconds": seconds,
    "processorSeconds": processor,
    "auc": auc(labels[test], model.predict(matrix[test])),
    "version": lightgbm.__version__,
}
print(json.dumps(found))
