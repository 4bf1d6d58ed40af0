"""Writes src/ops/decoder-operations.fixture.json: outputs and gradients by PyTorch of what decoders have beside encoders.

Run with: python3 reference/decoder_operations.py > src/ops/decoder-operations.fixture.json   (needs torch)
"""
import json, math, sys
import torch
import torch.nn.functional as F
from gradient_cases import case, cases, numbers

torch.manual_seed(11)
case("geluTanh", lambda a: F.gelu(a, approximate="tanh"), a=numbers(3, 5, spread=2))
case("swiglu", lambda a, b: F.silu(a) * b, a=numbers(3, 5, spread=2), b=numbers(3, 5))
case("repeatHeads", lambda a: a.reshape(3, 2, 2).repeat_interleave(3, 1).reshape(3, 12), a=numbers(3, 4))

L, B, H, KH, D = 3, 2, 4, 2, 4
speeds = 10_000.0 ** -(torch.arange(0, D, 2) / D)


def turn(x, positions, heads):
    """Rows in order of position first, each head as two halves."""
    angles = torch.outer(positions.double(), speeds)
    cos, sin = torch.cat([angles, angles], 1).cos(), torch.cat([angles, angles], 1).sin()
    parts = x.reshape(len(positions), -1, heads, D)
    half = torch.cat([-parts[..., D // 2:], parts[..., : D // 2]], -1)
    return (parts * cos[:, None, None] + half * sin[:, None, None]).reshape(x.shape)


case("rotary", lambda a: turn(a, torch.arange(L), 2), a=numbers(L * B, 2 * D))
case("rotary, every row at a position of its own", lambda a: turn(a, torch.tensor([5, 0, 2]), 2), a=numbers(3, 2 * D))


def attend(q, k, v, bias=None):
    heads = lambda x, n: x.reshape(L, B, n, D).permute(1, 2, 0, 3)
    wide = lambda x: heads(x, KH).repeat_interleave(H // KH, 1)
    scores = heads(q, H) @ wide(k).mT / math.sqrt(D)
    if bias is not None:
        scores = scores + bias
    return (torch.softmax(scores, -1) @ wide(v)).permute(2, 0, 1, 3).reshape(L * B, H * D)


q, k, v = numbers(L * B, H * D), numbers(L * B, KH * D), numbers(L * B, KH * D)
case("attention, grouped and causal", lambda q, k, v: attend(q, k, v, torch.full((L, L), -1e9).triu(1)), q=q, k=k, v=v)
table, labels, weights = numbers(6, 3), torch.tensor([1, 0, 3, 1, 5]), torch.tensor([1.0, 0.0, 2.0, 0.5, 1.0])
case("tiedCrossEntropy, in blocks",
     lambda x, table: (F.cross_entropy(x @ table.T, labels, reduction="none") * weights).sum() / weights.sum(),
     x=numbers(5, 3), table=table)
json.dump(cases, sys.stdout, separators=(",", ":"))
