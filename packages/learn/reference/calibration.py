"""Writes src/calibrate/calibration.fixture.json: what scikit-learn makes of some scores.

Run with: python3 reference/calibration.py > src/calibrate/calibration.fixture.json   (needs scikit-learn)
"""
import json, sys
import numpy as np
from scipy.special import logit
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import log_loss, roc_auc_score

random = np.random.default_rng(2)
n = 300
# Many ties: sixty-fourths.
scores = np.round(random.beta(2, 3, n) * 62 + 1) / 64
truths = (random.random(n) < scores**2).astype(int)
asked = [0.01, 0.1, 0.33, 0.5, 0.77, 0.99]
# P = 1 / (1 + exp(a f + b))
a, b = _sigmoid_calibration(logit(scores), truths)
isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, truths)
json.dump(
    {
        "scores": scores.tolist(),
        "truths": truths.tolist(),
        "auc": roc_auc_score(truths, scores),
        "logLoss": log_loss(truths, scores),
        "platt": {"slope": -a, "offset": -b},
        "asked": asked,
        "isotonic": isotonic.predict(asked).tolist(),
    },
    sys.stdout,
)
