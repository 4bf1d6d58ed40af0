"""Writes src/layers/rankers.fixture.json: outputs and gradients of the layers of rankers by PyTorch in double precision.

Run with: python3 reference/rankers.py > src/layers/rankers.fixture.json   (needs torch)
"""
import json, sys
import torch
import torch.nn.functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
cases = {}


def numbers(*shape, spread=1.0):
    # Whole sixty-fourths are the same in single and double precision.
    return torch.round(torch.randn(shape) * spread * 64) / 64


def case(name, function, **given):
    p = {k.replace("__", "."): v.clone().requires_grad_() for k, v in given.items()}
    out = function(p)
    weights = numbers(*out.shape)
    (out * weights).sum().backward()
    flat = lambda t: [float(f"{x:.12g}") for x in t.detach().reshape(-1).tolist()]
    cases[name] = {
        "parameters": {k: {"shape": list(v.shape), "data": flat(v), "gradient": flat(v.grad)} for k, v in p.items()},
        "output": flat(out),
        "weights": flat(weights),
    }


def layer(prefix, *shape):
    return {f"{prefix}.weight": numbers(*shape, spread=0.5), f"{prefix}.bias": numbers(shape[-1], spread=0.5)}


affine = lambda p, x, name: x @ p[f"{name}.weight"] + p[f"{name}.bias"]

case("mlp", lambda p: torch.relu(affine(p, torch.relu(affine(p, p["x"], "m.0")), "m.1")),
     x=numbers(5, 4), **layer("m.0", 4, 6), **layer("m.1", 6, 3))
case("mlp of parts", lambda p: torch.relu(affine(p, p["x"], "m.0") + p["y"] @ p["m.0.weight.1"]),
     x=numbers(5, 4), y=numbers(5, 2), **layer("m.0", 4, 3), **{"m.0.weight.1": numbers(2, 3)})


def cross(p):
    y = p["x"]
    for i in range(2):
        y = p["x"] * affine(p, y, f"c.{i}") + y
    return y


case("crossNetwork", cross, x=numbers(5, 4), **layer("c.0", 4, 4), **layer("c.1", 4, 4))


def pairs(p):
    # By its definition: every pair of fields.
    e = p["x"].reshape(-1, 3, 4)
    return sum((e[:, i] * e[:, j]).sum(1, keepdim=True) for i in range(3) for j in range(i + 1, 3))


case("fieldPairs", pairs, x=numbers(5, 12))


def mixture(p):
    gate = torch.softmax(affine(p, p["x"], "g"), 1)
    return torch.einsum("nk,nkd->nd", gate, torch.stack([p["a"], p["b"], p["c"]], 1))


case("mixtureOfExperts", mixture, x=numbers(5, 4), a=numbers(5, 3), b=numbers(5, 3), c=numbers(5, 3), **layer("g", 4, 3))

mask = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, 0.0]])


def attend(p):
    rows = []
    for n in range(4):
        row = torch.zeros(2)
        for l in range(3):
            t, h = p["t"][n], p["h"][n * 3 + l]
            seen = torch.cat([t, h, t - h, t * h])
            row = row + mask[n, l] * affine(p, torch.sigmoid(affine(p, seen, "u.0")), "u.weight") * h
        rows.append(row)
    return torch.stack(rows)


case("targetAttention", attend, t=numbers(4, 2), h=numbers(12, 2), **layer("u.0", 8, 5), **layer("u.weight", 5, 1))


def bilinear(p):
    heads = sum((p["x"][:, 2 * h : 2 * h + 2] @ p[f"b.head.{h}.weight"] * p["y"][:, 3 * h : 3 * h + 3]).sum(1, keepdim=True) for h in (0, 1))
    return affine(p, p["x"], "b.left") + p["y"] @ p["b.right.weight"] + heads


case("bilinearAggregation", bilinear, x=numbers(5, 4), y=numbers(5, 6), **layer("b.left", 4, 1),
     **{"b.right.weight": numbers(6, 1), "b.head.0.weight": numbers(2, 3), "b.head.1.weight": numbers(2, 3)})
truths = torch.tensor([[1.0, 0.0, 0.25], [0.0, 1.0, 0.5]])
bce = lambda x: F.binary_cross_entropy_with_logits(x, truths)
case("mixObjectives by weights", lambda p: 0.5 * bce(p["x"]) + 2 * bce(p["y"]), x=numbers(2, 3), y=numbers(2, 3))
case("mixObjectives by uncertainty",
     lambda p: sum(torch.exp(-p["s"][i]) * bce(p[k]) + p["s"][i] / 2 for i, k in enumerate("xy")),
     x=numbers(2, 3), y=numbers(2, 3), s=numbers(2))
case("chainedLogit", lambda p: torch.logit(torch.sigmoid(p["x"]) * torch.sigmoid(p["y"])), x=numbers(3, 3, spread=3), y=numbers(3, 3, spread=3))

json.dump(cases, sys.stdout)
