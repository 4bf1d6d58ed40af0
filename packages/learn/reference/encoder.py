"""Writes src/layers/encoder.fixture.json: loss and gradients of a small masked language model by PyTorch in double precision.

Run with: python3 reference/encoder.py > src/layers/encoder.fixture.json   (needs torch)
"""
import json, math, sys
import torch
import torch.nn.functional as F

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
V, D, H, L, B, S, P, I = 11, 8, 2, 2, 2, 4, 5, 12
tokens = torch.randint(0, V, (B, S))
segments = torch.tensor([[0, 0, 1, 1], [0, 1, 1, 1]])
padding = torch.tensor([[0.0, 0, 0, 0], [0, 0, 0, -1e9]])
# Rows (position, text) that are predicted, and what stands there.
needed = [(1, 0), (3, 0), (2, 1)]
labels = torch.tensor([4, 9, 4])
parameters = {}


def p(name, *shape, mean=0.0):
    x = torch.round((torch.randn(*shape) * 0.3 + mean) * 256) / 256
    parameters[name] = x.requires_grad_()
    return parameters[name]


norm = lambda x, name: F.layer_norm(x, (D,), p(f"{name}.weight", D, mean=1.0), p(f"{name}.bias", D), 1e-12)
affine = lambda x, name: x @ p(f"{name}.weight", D, D) + p(f"{name}.bias", D)
heads = lambda x: x.reshape(B, S, H, D // H).transpose(1, 2)

x = p("encoder.embeddings.word", V, D)[tokens] + p("encoder.embeddings.position", P, D)[:S]
x = x + p("encoder.embeddings.segment", 2, D)[segments]
x = norm(x, "encoder.embeddings.norm")
for l in range(L):
    n = f"encoder.layer.{l}"
    q, k, v = (heads(affine(x, f"{n}.{part}")) for part in ("query", "key", "value"))
    scores = q @ k.mT / math.sqrt(D // H) + padding[:, None, None, :]
    mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(B, S, D)
    x = norm(x + affine(mixed, f"{n}.output"), f"{n}.attention.norm")
    inner = F.gelu(x @ p(f"{n}.inner.weight", D, I) + p(f"{n}.inner.bias", I))
    x = norm(x + inner @ p(f"{n}.outer.weight", I, D) + p(f"{n}.outer.bias", D), f"{n}.feedForward.norm")
rows = torch.stack([x[b, s] for s, b in needed])
loss = F.cross_entropy(rows @ parameters["encoder.embeddings.word"].T + p("head.bias", V), labels)
loss.backward()
flat = lambda t: [float(f"{x:.10g}") for x in t.detach().reshape(-1).tolist()]
json.dump({
    "shape": {"vocabulary": V, "width": D, "heads": H, "layers": L, "innerWidth": I, "positions": P, "segments": 2},
    "batch": B, "length": S, "tokens": tokens.tolist(), "segments": segments.tolist(), "padding": padding.tolist(),
    "needed": needed, "labels": labels.tolist(), "loss": loss.item(),
    "parameters": {k: {"data": flat(v), "gradient": flat(v.grad)} for k, v in parameters.items()},
}, sys.stdout, separators=(",", ":"))
