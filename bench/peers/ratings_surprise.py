"""Fits one algorithm of scikit-surprise with its default parameters and predicts held-out ratings.

Usage: python ratings_surprise.py ALGORITHM TRAIN TEST
  ALGORITHM  svd, svdpp, knnBaseline, nmf or slopeOne
  TRAIN, TEST  files of lines "person <tab> item <tab> rating"

Prints {"fitSeconds", "predictSeconds", "rmse", "ratings", "version"} as JSON. Reading the files is not timed.
"""

import json
import math
import sys
import time

import surprise
from surprise import NMF, SVD, Dataset, KNNBaseline, Reader, SlopeOne, SVDpp
from surprise.model_selection import PredefinedKFold

ALGORITHMS = {
    "svd": lambda: SVD(random_state=1),
    "svdpp": lambda: SVDpp(random_state=1),
    "knnBaseline": lambda: KNNBaseline(verbose=False),
    "nmf": lambda: NMF(random_state=1),
    "slopeOne": SlopeOne,
}


def main():
    name, train_file, test_file = sys.argv[1:]
    reader = Reader(line_format="user item rating", sep="\t", rating_scale=(1, 5))
    data = Dataset.load_from_folds([(train_file, test_file)], reader)
    train, test = next(PredefinedKFold().split(data))
    algorithm = ALGORITHMS[name]()
    started = time.perf_counter()
    algorithm.fit(train)
    fitted = time.perf_counter()
    predictions = algorithm.test(test)
    ended = time.perf_counter()
    squares = sum((one.est - one.r_ui) ** 2 for one in predictions)
    report = {
        "fitSeconds": fitted - started,
        "predictSeconds": ended - fitted,
        "rmse": math.sqrt(squares / len(predictions)),
        "ratings": len(predictions),
        "version": surprise.__version__,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
