"""Arrays of a safetensors file as PyTorch tensors."""

import json

import numpy as np
import torch


def safetensors(path):
    raw = open(path, "rb").read()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    kinds = {"F32": np.float32, "I64": np.int64}
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            arrays[name] = torch.tensor(np.frombuffer(raw[start:end], kinds[entry["dtype"]]).reshape(entry["shape"]))
    return arrays
