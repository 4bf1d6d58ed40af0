"""implicit, numpy and LAPACK on the tasks of bench/kernels.ts: one JSON object a line in, one out.

Arrays travel as binary files. Times are of the computation alone; data is loaded before.
"""

import json
import os
import sys
import time

# Two threads of implicit's own; more of OpenBLAS below them would only fight (a task says so where BLAS does the work).
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import scipy.linalg.lapack as lapack
import scipy.sparse as sparse
from implicit.cpu import _als
from implicit.cpu.topk import topk
from implicit.nearest_neighbours import CosineRecommender
from threadpoolctl import threadpool_limits

THREADS = 2
held = {}


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def read(path, kind, columns=None):
    array = np.fromfile(path, dtype=kind)
    return array if columns is None else array.reshape(-1, columns)


def load(matrix, rows, columns):
    parts = tuple(read(f"{matrix}.{part}", kind) for part, kind in (("values", "f4"), ("indices", "i4"), ("indptr", "i4")))
    held["rows"] = sparse.csr_matrix(parts, shape=(rows, columns))
    held["columns"] = held["rows"].T.tocsr()
    return {}


def als_start(rowFactors, columnFactors, dimensions):
    held["x"] = read(rowFactors, "f4", dimensions)
    held["y"] = read(columnFactors, "f4", dimensions)
    return {}


def als_iterate(regularization, steps):
    def work():
        for matrix, own, fixed in ((held["rows"], held["x"], held["y"]), (held["columns"], held["y"], held["x"])):
            _als.least_squares_cg(matrix, own, fixed, regularization, num_threads=THREADS, cg_steps=steps)

    return {"seconds": timed(work)[1]}


def als_loss(regularization, dimensions, rowFactors, columnFactors):
    """The loss of its own factors and of those given, by implicit's own function."""

    def loss(x, y):
        return float(_als.calculate_loss(held["rows"], x, y, regularization, num_threads=THREADS))

    given = loss(read(rowFactors, "f4", dimensions), read(columnFactors, "f4", dimensions))
    return {"own": loss(held["x"], held["y"]), "given": given}


def neighbours(k, ones, scores):
    matrix = held["rows"]
    if ones:
        matrix = sparse.csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    # One more than asked for, since a column is its own first neighbour here.
    model = CosineRecommender(K=k + 1, num_threads=THREADS)
    _, seconds = timed(lambda: model.fit(matrix, show_progress=False))
    if scores:
        found = model.similarity.tocsr()
        out = np.zeros((found.shape[0], k), "f4")
        for row in range(found.shape[0]):
            at = slice(found.indptr[row], found.indptr[row + 1])
            others = found.data[at][found.indices[at] != row]
            best = -np.sort(-others)[:k]
            out[row, : len(best)] = best
        out.tofile(scores)
    return {"seconds": seconds}


def top(queries, items, dimensions, k, scores):
    x, y = read(queries, "f4", dimensions), read(items, "f4", dimensions)
    (_, found), seconds = timed(lambda: topk(y, x, k, num_threads=THREADS))
    if scores:
        found.astype("f4").tofile(scores)
    return {"seconds": seconds}


def ease(regularization, how, weights):
    """B of Steck 2019, in single precision: the Gram matrix, its inverse, the weights. BLAS has both threads."""

    def gram():
        full = (held["columns"] @ held["rows"]).toarray().astype("f4", copy=False)
        full[np.diag_indices_from(full)] += np.float32(regularization)
        return full

    def invert(full):
        if how == "inv":
            return np.linalg.inv(full)
        # A symmetric matrix is its own transpose, so that LAPACK's order of columns needs no copy.
        factor, failed = lapack.spotrf(full.T, lower=0, overwrite_a=1)
        inverse, failed_too = lapack.spotri(factor, lower=0, overwrite_c=1)
        if failed or failed_too:
            raise ValueError("not positive definite")
        inverse = np.triu(inverse)
        inverse += np.triu(inverse, 1).T
        return inverse

    def work():
        inverse = invert(full)
        result = inverse / -np.diag(inverse)
        np.fill_diagonal(result, 0)
        return result

    with threadpool_limits(limits=THREADS, user_api="blas"):
        full, gram_seconds = timed(gram)
        result, seconds = timed(work)
    if weights:
        np.ascontiguousarray(result, dtype="f4").tofile(weights)
    return {"seconds": gram_seconds + seconds, "gramSeconds": gram_seconds}


tasks = {task.__name__: task for task in (load, als_start, als_iterate, als_loss, neighbours, top, ease)}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(tasks[request.pop("task")](**request)), flush=True)
