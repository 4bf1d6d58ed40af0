"""scikit-uplift on Hillstrom's e-mails, on the same halves as bench/uplift.ts.

uplift_sklift.py DATA_FOLDER, with {"<mailing>": [[training rows, test rows, our scores of the test rows] of each split]} as JSON on
standard input -> {"version", "<mailing>": {"two models", "solo model": mean Qini, "ours": Qini of our scores for each split}}
"""

import csv
import gzip
import io
import json
import sys
import warnings
from pathlib import Path

import numpy
import sklift
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklift.metrics import qini_auc_score
from sklift.models import SoloModel, TwoModels

warnings.filterwarnings("ignore")
text = gzip.open(Path(sys.argv[1]) / "hillstrom" / "hillstrom.csv.gz", "rt", newline="").read()
rows = list(csv.DictReader(io.StringIO(text)))
kinds = [(name, value) for name in ("zip_code", "channel", "history_segment") for value in sorted({row[name] for row in rows})]
features = numpy.array(
    [
        [float(row[name]) for name in ("recency", "history", "mens", "womens", "newbie")]
        + [numpy.log(float(row["history"]))]
        + [float(row[name] == value) for name, value in kinds]
        for row in rows
    ]
)
visits = numpy.array([int(row["visit"]) for row in rows])
treated = numpy.array([int(row["segment"] != "No E-Mail") for row in rows])


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def qini(scores, test):
    return float(qini_auc_score(visits[test], numpy.asarray(scores), treated[test]))


found = {"version": sklift.__version__}
for mailing, splits in json.load(sys.stdin).items():
    two, solo, ours = [], [], []
    for train, test, scores in splits:
        model = TwoModels(estimator_trmnt=logistic(), estimator_ctrl=logistic(), method="vanilla")
        two.append(qini(model.fit(features[train], visits[train], treated[train]).predict(features[test]), test))
        model = SoloModel(estimator=logistic(), method="treatment_interaction")
        solo.append(qini(model.fit(features[train], visits[train], treated[train]).predict(features[test]), test))
        ours.append(qini(scores, test))
    found[mailing] = {"two models": float(numpy.mean(two)), "solo model": float(numpy.mean(solo)), "ours": ours}
print(json.dumps(found))
