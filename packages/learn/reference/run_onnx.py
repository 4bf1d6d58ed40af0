"""Runs an ONNX model with Python's onnxruntime: `python3 reference/run_onnx.py MODEL < INPUTS`, both and the answer JSON.

INPUTS: {"name": [[…]]} of whole numbers; the answer: {"name": {"shape": […], "data": […]}}.
src/export/exported.fixture.json is its answer for the BERT of src/files/encoders.fixture.json, exported by `exportEncoder` (needs onnxruntime).
"""
import json, sys
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
inputs = {name: np.array(rows, np.int64) for name, rows in json.load(sys.stdin).items()}
names = [output.name for output in session.get_outputs()]
found = session.run(names, inputs)
json.dump({n: {"shape": list(x.shape), "data": x.reshape(-1).tolist()} for n, x in zip(names, found)}, sys.stdout)
