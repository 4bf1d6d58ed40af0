#!/usr/bin/env bash
# Makes bench/peers/.venv with the peers that the benchmarks run beside ours, where the Python package index is reachable.
# `setup.sh learn` adds PyTorch and transformers.js, the peers of `npm run bench -- learn learn-inference`.
# PYTHON chooses the interpreter (default python3, 3.11 or later). LightFM is optional: it is built where it can be.
set -euo pipefail
cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
if [ "${1:-}" = learn ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-learn.txt
  # Its install scripts fetch what only a GPU needs.
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix .node @huggingface/transformers@4.3.1
fi
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps lightfm==1.17 >.venv/lightfm.log 2>&1; then
  echo 'LightFM 1.17 does not build with this Python (see bench/peers/.venv/lightfm.log); nothing else needs it.'
fi
# The processors' kernels that numpy and scipy would take by themselves: settings of the environment can only slow them.
env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE .venv/bin/python - <<'PYTHON'
import implicit, lightgbm, numpy, scipy, surprise
from implicit.cpu import _als  # loads the OpenBLAS of scipy
from threadpoolctl import threadpool_info

for name, module in {"numpy": numpy, "scipy": scipy, "implicit": implicit, "surprise": surprise, "lightgbm": lightgbm}.items():
    print(name, module.__version__)
for pool in threadpool_info():
    if pool["user_api"] == "blas":
        print("OpenBLAS", pool["version"], pool["architecture"], "threads", pool["num_threads"])
PYTHON
