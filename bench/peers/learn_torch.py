"""PyTorch on the tasks of bench/learn.ts and bench/learn-deepfm.ts: one JSON object a line in, one out. Times are of whole training steps."""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F

from read_safetensors import safetensors

torch.set_num_threads(2)
held = {}


def masked_language_model(path, layers, width, heads, batch, length, pruned):
    arrays = safetensors(path)
    given = {name[6:]: arrays.pop(name) for name in list(arrays) if name.startswith("batch/")}
    p = {name: torch.nn.Parameter(value) for name, value in arrays.items()}
    # Ours has the position first; texts first is what PyTorch programs have.
    tokens = given["tokens"].reshape(length, batch).T.contiguous()
    rows = (given["rows"] % batch) * length + given["rows"] // batch
    norm = lambda x, name: F.layer_norm(x, (width,), p[f"{name}.weight"], p[f"{name}.bias"], 1e-12)
    affine = lambda x, name: torch.addmm(p[f"{name}.bias"], x, p[f"{name}.weight"])
    fused = lambda x, n: torch.addmm(
        torch.cat([p[f"{n}.{part}.bias"] for part in ("query", "key", "value")]),
        x,
        torch.cat([p[f"{n}.{part}.weight"] for part in ("query", "key", "value")], 1),
    )

    def attend(q, k, v, how):
        if how == "sdpa":
            return F.scaled_dot_product_attention(q, k, v)
        return torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // heads), -1) @ v

    def loss(how):
        x = p["encoder.embeddings.word"][tokens] + p["encoder.embeddings.position"][:length]
        x = norm(x.reshape(batch * length, width), "encoder.embeddings.norm")
        for layer in range(layers):
            n = f"encoder.layer.{layer}"
            by_head = lambda x: x.view(batch, length, heads, width // heads).transpose(1, 2)
            q, k, v = (by_head(affine(x, f"{n}.{part}")) for part in ("query", "key", "value"))
            mixed = attend(q, k, v, how).transpose(1, 2).reshape(batch * length, width)
            if pruned and layer == layers - 1:
                mixed, x = mixed[rows], x[rows]
            x = norm(x + affine(mixed, f"{n}.output"), f"{n}.attention.norm")
            x = norm(x + affine(F.gelu(affine(x, f"{n}.inner")), f"{n}.outer"), f"{n}.feedForward.norm")
        x = x if pruned else x[rows]
        x = norm(F.gelu(affine(x, "head")), "head.norm")
        return F.cross_entropy(x @ p["encoder.embeddings.word"].T + p["head.output.bias"], given["labels"])

    decays = [v for v in p.values() if v.dim() > 1]
    others = [v for v in p.values() if v.dim() <= 1]
    groups = lambda: [{"params": decays, "weight_decay": 0.01}, {"params": others, "weight_decay": 0}]
    held["loss"] = loss
    held["parameters"] = p
    held["start"] = {name: value.detach().clone() for name, value in p.items()}
    held["make"] = lambda how: torch.optim.AdamW(groups(), lr=1e-3, **how)
    return {"torch": torch.__version__}


class Together:
    """Several optimisers as one."""

    def __init__(self, *optimisers):
        self.optimisers = optimisers

    def zero_grad(self, set_to_none):
        for one in self.optimisers:
            one.zero_grad(set_to_none=set_to_none)

    def step(self):
        for one in self.optimisers:
            one.step()


def deepfm(path, fields, batch, layers, pace):
    arrays = safetensors(path)
    given = {}
    for name in [name for name in arrays if name.startswith("batch/")]:
        _, i, what = name.split("/")
        given.setdefault(int(i), {})[what] = arrays.pop(name).reshape(batch, -1)
    p = {name: torch.nn.Parameter(value) for name, value in arrays.items()}
    tables = ["embeddings", "weights"]
    # One matrix for both parts of the first layer, as PyTorch programs have it.
    p["deep.0.weight"] = torch.nn.Parameter(torch.cat([p["deep.0.weight"], p.pop("deep.0.weight.1")]))

    def loss(how):
        at = given[held["at"] % len(given)]
        held["at"] += 1
        e = F.embedding(at["ids"], p["embeddings"], sparse=True)
        total = e.sum(1)
        pairs = 0.5 * (total * total - (e * e).sum(1)).sum(1, keepdim=True)
        x = torch.cat([e.view(batch, -1), at["numbers"]], 1)
        for layer in range(layers):
            x = torch.relu(torch.addmm(p[f"deep.{layer}.bias"], x, p[f"deep.{layer}.weight"]))
        deep = torch.addmm(p["deep.out.bias"], x, p["deep.out.weight"])
        linear = torch.addmm(p["linear.bias"], at["numbers"], p["linear.weight"])
        single = F.embedding(at["ids"], p["weights"], sparse=True).sum(1)
        return F.binary_cross_entropy_with_logits(deep + pairs + linear + single, at["truths"])

    def make(how):
        held["at"] = 0
        sparse = [p[name] for name in tables]
        others = [value for name, value in p.items() if name not in tables]
        if held["how"] == "adam":
            first = torch.optim.SparseAdam(sparse, lr=1e-3, eps=1e-12)
        else:
            first = torch.optim.Adagrad(sparse, lr=1e-3 * pace, initial_accumulator_value=0.1)
        return Together(first, torch.optim.Adam(others, lr=1e-3, **how))

    held["loss"] = loss
    held["parameters"] = p
    held["start"] = {name: value.detach().clone() for name, value in p.items()}
    held["make"] = make
    return {"torch": torch.__version__}


def prepare(attention, optimiser):
    for name, value in held["start"].items():
        held["parameters"][name].data.copy_(value)
    held["how"] = attention
    held["optimiser"] = held["make"]({"fused": True} if optimiser == "fused" else {"foreach": optimiser == "foreach"})
    return {}


def steps(count):
    losses = []
    start = time.perf_counter()
    for _ in range(count):
        held["optimiser"].zero_grad(set_to_none=True)
        loss = held["loss"](held["how"])
        loss.backward()
        held["optimiser"].step()
        losses.append(loss.item())
    return {"seconds": (time.perf_counter() - start) / count, "losses": losses}


tasks = {task.__name__: task for task in (masked_language_model, deepfm, prepare, steps)}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(tasks[request.pop("task")](**request)), flush=True)
