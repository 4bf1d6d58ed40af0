"""Prints clipped sums of per-example gradients and their lengths: src/autodiff/clipped-gradients.fixture.json (needs torch)."""
import json
import torch
from torch.func import grad, vmap

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
rounded = lambda *shape: torch.round(torch.randn(*shape) * 64) / 64
parameters = {"table": rounded(5, 4), "weight": rounded(4, 3), "bias": rounded(3)}
ids, labels, clip = torch.tensor([0, 3, 3, 1, 0, 4]), torch.tensor([2, 0, 1, 1, 2, 0]), 0.9


def loss(parameters, i, label):
    logits = torch.nn.functional.embedding(i, parameters["table"]) @ parameters["weight"] + parameters["bias"]
    return torch.nn.functional.cross_entropy(logits[None], label[None])


each = vmap(grad(loss), in_dims=(None, 0, 0))(parameters, ids, labels)
lengths = torch.sqrt(sum(g.flatten(1).square().sum(1) for g in each.values()))
shares = torch.clamp(clip / lengths, max=1)
assert 0 < (shares < 1).sum() < len(ids)
flat = lambda t: [float(f"{x:.12g}") for x in t.reshape(-1).tolist()]
print(json.dumps({
    "parameters": {k: {"shape": list(v.shape), "data": flat(v)} for k, v in parameters.items()},
    "ids": ids.tolist(), "labels": labels.tolist(), "clip": clip, "lengths": flat(lengths),
    "sums": {k: flat((shares.view(-1, *[1] * (g.dim() - 1)) * g).sum(0)) for k, g in each.items()},
}))
