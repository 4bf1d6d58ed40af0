"""Writes src/models/recommenders.fixture.json: losses and gradients of a small sequence model, with a softmax over all items and
over drawn ones, and of two small towers, by PyTorch in double precision.

Run with: python3 reference/recommenders.py > src/models/recommenders.fixture.json   (needs torch)
The forward passes alone, for who serves them: python3 reference/recommenders.py served > ../recommend/src/models/networks.fixture.json
"""
import json, math, sys
import torch
import torch.nn.functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
parameters = {}


def p(name, *shape, mean=0.0):
    if name not in parameters:
        x = torch.round((torch.randn(*shape) * 0.3 + mean) * 256) / 256
        parameters[name] = x.requires_grad_()
    return parameters[name]


def case(inputs, loss, **more):
    loss.backward()
    flat = lambda t: [float(f"{x:.10g}") for x in t.detach().reshape(-1).tolist()]
    result = {
        "inputs": {k: v.reshape(-1).tolist() for k, v in inputs.items()}, "loss": loss.item(), **more,
        "parameters": {k: {"data": flat(v), "gradient": flat(v.grad)} for k, v in parameters.items()},
    }
    parameters.clear()
    return result


def sequence(sampled):
    V, D, H, L, B, S, P, I = 9, 6, 2, 2, 3, 4, 5, 10
    items, following = torch.randint(0, V, (B, S)), torch.randint(0, V, (B, S))
    weights = torch.tensor([[1.0, 1, 1, 1], [1, 1, 0, 0], [1, 1, 1, 0]])
    norm = lambda x, n: F.layer_norm(x, (D,), p(f"{n}.weight", D, mean=1.0), p(f"{n}.bias", D), 1e-12)
    affine = lambda x, n: x @ p(f"{n}.weight", D, D) + p(f"{n}.bias", D)
    heads = lambda x: x.reshape(B, S, H, D // H).transpose(1, 2)
    table = p("sequence.embeddings.word", V, D)
    x = norm(table[items] + p("sequence.embeddings.position", P, D)[:S], "sequence.embeddings.norm")
    later = torch.ones(S, S).triu(1) * -1e9
    for l in range(L):
        n = f"sequence.layer.{l}"
        q, k, v = (heads(affine(x, f"{n}.{part}")) for part in ("query", "key", "value"))
        mixed = torch.softmax(q @ k.mT / math.sqrt(D // H) + later, -1) @ v
        x = norm(x + affine(mixed.transpose(1, 2).reshape(B, S, D), f"{n}.output"), f"{n}.attention.norm")
        inner = F.gelu(x @ p(f"{n}.inner.weight", D, I) + p(f"{n}.inner.bias", I))
        x = norm(x + inner @ p(f"{n}.outer.weight", I, D) + p(f"{n}.outer.bias", D), f"{n}.feedForward.norm")
    bias = p("sequence.bias", V, 1)
    inputs = {"items": items.T, "next": following.T, "weights": weights.T}
    logits = x @ table.T + bias[:, 0]
    if sampled:
        drawn = torch.tensor([3, 0, 7, 3])
        corrections = torch.tensor([0.5, -0.25, 1.0, 0.5])
        inputs |= {"drawn": drawn, "corrections": corrections}
        same = following[..., None] == drawn
        others = (logits[..., drawn] + corrections).masked_fill(same, -math.inf)
        logits = torch.cat([logits.gather(-1, following[..., None]), others], -1)
        each = torch.logsumexp(logits, -1) - logits[..., 0]
    else:
        each = F.cross_entropy(logits.reshape(-1, V), following.reshape(-1), reduction="none").reshape(B, S)
    loss = (each * weights).sum() / weights.sum()
    shape = {"items": V, "width": D, "heads": H, "layers": L, "innerWidth": I, "positions": P}
    last = [[items[b, : s + 1].tolist(), x[b, s].tolist()] for b, s in ((0, 3), (1, 1), (2, 0))]
    return case(inputs, loss, shape=shape, batch=B, length=S, vectors=last)


def towers():
    V, T, D, B, N, K = 8, 6, 4, 3, 5, 2
    items = torch.tensor([2, 7, 0, 5, 1])
    id_weights = torch.tensor([1.0, 0, 1, 1, 1])
    terms = torch.randint(0, T, (N, K))
    term_weights = torch.rand(N, K)
    taken = torch.tensor([[0.5, 0.25, 0, 0.25, 0], [0, 0, 1, 0, 0], [0, 0.5, 0, 0.5, 0]])
    following = torch.tensor([0, 1, 4])
    corrections = torch.tensor([1.5, 0.5, 2.0])
    hidden = torch.zeros(B, B)
    hidden[0, 1] = 1
    weights = torch.tensor([1.0, 2, 0.5])
    own = p("item", V, D)[items] * id_weights[:, None]
    biases = p("bias", V, 1)[items, 0] * id_weights
    bases = own + (p("term", T, D)[terms] * term_weights[..., None]).sum(1)

    def tower(n, x):
        inner = F.gelu(x @ p(f"{n}.inner.weight", D, 2 * D) + p(f"{n}.inner.bias", 2 * D))
        return x + inner @ p(f"{n}.outer.weight", 2 * D, D) + p(f"{n}.outer.bias", D)

    vectors = tower("itemTower", bases)
    person = F.rms_norm(tower("personTower", taken @ bases), (D,), eps=1e-6)
    logits = person @ vectors[following].T + biases[following] + corrections
    logits = logits.masked_fill(hidden > 0, -math.inf)
    loss = (F.cross_entropy(logits, torch.arange(B), reduction="none") * weights).sum() / weights.sum()
    inputs = {
        "items": items, "idWeights": id_weights, "terms": terms, "termWeights": term_weights, "taken": taken,
        "next": following, "corrections": corrections, "hidden": hidden, "weights": weights,
    }
    size = {"batch": B, "distinct": N, "termsPerItem": K}
    return case(inputs, loss, shape={"items": V, "terms": T, "width": D}, size=size, scores=logits.tolist()[2])


cases = {"full": sequence(False), "sampled": sequence(True), "towers": towers()}
if "served" in sys.argv:
    del cases["sampled"]
    for one in cases.values():
        one["parameters"] = {k: v["data"] for k, v in one["parameters"].items()}
json.dump(cases, sys.stdout, separators=(",", ":"))
