"""Writes src/ops/gradients.fixture.json: outputs and gradients of every operation by PyTorch in double precision.

Run with: python3 reference/gradients.py > src/ops/gradients.fixture.json   (needs torch)
"""
import json, math, sys
import torch
import torch.nn.functional as F
from gradient_cases import case, cases, numbers

torch.manual_seed(7)
a, b = numbers(3, 4), numbers(3, 4)
row, column, last = numbers(4), numbers(3, 1), numbers(2, 3, 4)
case("add", lambda a, b: a + b, a=a, b=b)
case("add a row", lambda a, b: a + b, a=a, b=row)
case("subtract a column", lambda a, b: a - b, a=a, b=column)
case("multiply", lambda a, b: a * b, a=last, b=a)
case("multiply a row by a column", lambda a, b: a * b, a=row.reshape(1, 4), b=column)
case("divide", lambda a, b: a / b, a=a, b=numbers(3, 1, positive=True))
case("scale", lambda a: a * -2.5, a=a)
case("shift", lambda a: a + 3, a=a)
for name, f in {"negate": torch.neg, "exp": torch.exp, "square": torch.square, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
                "softplus": F.softplus, "relu": F.relu, "silu": F.silu, "gelu": F.gelu}.items():
    case(name, lambda a, f=f: f(a), a=numbers(3, 5, spread=2))
case("log", lambda a: torch.log(a), a=numbers(3, 4, positive=True))
case("squareRoot", lambda a: torch.sqrt(a), a=numbers(3, 4, positive=True))
for ta in (0, 1):
    for tb in (0, 1):
        x, y = numbers(*((5, 3) if ta else (3, 5))), numbers(*((4, 5) if tb else (5, 4)))
        case(f"matmul {ta}{tb}", lambda a, b, ta=ta, tb=tb: 0.5 * (a.mT if ta else a) @ (b.mT if tb else b), a=x, b=y)
        x, y = numbers(*((2, 2, 5, 3) if ta else (2, 2, 3, 5))), numbers(*((2, 2, 4, 5) if tb else (2, 2, 5, 4)))
        case(f"batched matmul {ta}{tb}", lambda a, b, ta=ta, tb=tb: 0.5 * (a.mT if ta else a) @ (b.mT if tb else b), a=x, b=y)
case("linear", lambda x, w, b: x @ w + b, x=numbers(6, 3), w=numbers(3, 4), b=numbers(4))
case("feedForward", lambda x, w, b, v, c: F.gelu(x @ w + b) @ v + c,
     x=numbers(5, 3), w=numbers(3, 7), b=numbers(7), v=numbers(7, 3), c=numbers(3))
case("sum of all", lambda a: a.sum(), a=a)
case("sum over an axis", lambda a: a.sum(1), a=last)
case("mean over two axes, kept", lambda a: a.mean((0, 2), keepdim=True), a=last)
case("reshape", lambda a: a.reshape(4, 6), a=last)
case("transpose", lambda a: a.permute(2, 0, 1), a=last)
case("concat", lambda a, b: torch.cat([a, b], 1), a=last, b=numbers(2, 2, 4))
case("slice", lambda a: a[:, 1:3], a=last)
case("takeRows", lambda a: a[[2, 0, 2, 1]], a=a)
case("takeUniqueRows", lambda a: a[[2, 0]], a=a)
case("embed", lambda a: a[[2, 0, 2]], a=a)
case("softmax", lambda a: torch.softmax(a, -1), a=numbers(3, 5, spread=3))
case("logSoftmax", lambda a: torch.log_softmax(a, -1), a=numbers(3, 5, spread=3))
case("layerNorm", lambda x, w, b: F.layer_norm(x, (6,), w, b, 1e-12), x=numbers(4, 6), w=numbers(6), b=numbers(6))
case("rmsNorm", lambda x, w: x / torch.sqrt((x * x).mean(1, keepdim=True) + 1e-6) * w, x=numbers(4, 6), w=numbers(6))
labels, weights = torch.tensor([1, 0, 3, 1]), torch.tensor([1.0, 0.0, 2.0, 0.5])
weighted = lambda losses: (losses * weights).sum() / weights.sum()
case("crossEntropy", lambda x: F.cross_entropy(x, labels), x=numbers(4, 5))
case("crossEntropy, smooth and weighted",
     lambda x: weighted(F.cross_entropy(x, labels, label_smoothing=0.2, reduction="none")), x=numbers(4, 5))
case("tiedCrossEntropy", lambda x, table, b: F.cross_entropy(x @ table.T + b, labels), x=numbers(4, 3), table=numbers(5, 3), b=numbers(5))
case("tiedCrossEntropy, weighted", lambda x, table, b: weighted(F.cross_entropy(x @ table.T + b, labels, reduction="none")),
     x=numbers(4, 3), table=numbers(5, 3), b=numbers(5))
truths = torch.tensor([[1.0, 0.0, 0.25], [0.0, 1.0, 0.5]])
case("binaryCrossEntropy", lambda x: F.binary_cross_entropy_with_logits(x, truths), x=numbers(2, 3, spread=3))
case("meanSquaredError", lambda x: F.mse_loss(x, truths), x=numbers(2, 3))

L, B, H, D = 3, 2, 2, 4


def attend(q, k, v, bias=None):
    heads = lambda x: x.reshape(L, B, H, D).permute(1, 2, 0, 3)
    scores = heads(q) @ heads(k).mT / math.sqrt(D)
    if bias is not None:
        scores = scores + bias
    return (torch.softmax(scores, -1) @ heads(v)).permute(2, 0, 1, 3).reshape(L * B, H * D)


q, k, v = (numbers(L * B, H * D) for _ in range(3))
case("attention", attend, q=q, k=k, v=v)
causal = torch.full((L, L), -1e9).triu(1)
padding = torch.tensor([[0, 0, 0], [0, 0, -1e9]])[:, None, None, :]
case("attention, causal and padded", lambda q, k, v: attend(q, k, v, causal + padding), q=q, k=k, v=v)
json.dump(cases, sys.stdout, indent=None, separators=(",", ":"))
