"""Writes src/train/row-tables.fixture.json: what PyTorch's optimisers make of tables with sparse gradients, in double precision.

Run with: python3 reference/row-tables.py > src/train/row-tables.fixture.json   (needs torch)
"""
import json, sys
import torch

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
ROWS, WIDTH, N, STEPS = 6, 3, 5, 4
rounded = lambda x: torch.round(x * 64) / 64
start = {"table": rounded(torch.randn(ROWS, WIDTH)), "weights": rounded(torch.randn(ROWS, 1))}
# Row 5 never comes, some come twice in a step.
ids = [[0, 2, 2, 4, 0], [1, 2, 3, 3, 3], [0, 0, 0, 0, 4], [4, 3, 2, 1, 0]]
truths = [rounded(torch.randn(N, WIDTH)) for _ in range(STEPS)]


class RowAdagrad(torch.optim.Optimizer):
    """One sum of squares a row, as written in DLRM's paper; PyTorch has it per number only."""

    def __init__(self, parameters, lr):
        super().__init__(parameters, {"lr": lr})

    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                g = p.grad.to_dense()
                sums = self.state[p].setdefault("sums", torch.zeros(len(p)))
                sums += (g * g).mean(1)
                p.data -= group["lr"] * g / (sums.sqrt()[:, None] + 1e-8)


def train(make, clip=None, batches=1, moved=("table", "weights")):
    p = {k: torch.nn.Parameter(v.clone()) for k, v in start.items()}
    optimiser = make([p[k] for k in moved])
    p["table"].requires_grad_("table" in moved)
    losses, lengths = [], []
    for step in range(0, STEPS, batches):
        optimiser.zero_grad()
        total = 0
        for b in range(batches):
            chosen = torch.tensor(ids[step + b])
            rows = torch.nn.functional.embedding(chosen, p["table"], sparse=True)
            shifts = torch.nn.functional.embedding(chosen, p["weights"], sparse=True)
            loss = ((torch.tanh(rows) + shifts - truths[step + b]) ** 2).mean() / batches
            loss.backward()
            total += loss.item()
        losses.append(total)
        for k in moved:
            p[k].grad = p[k].grad.coalesce()
        if clip:
            length = sum((one.grad.values() ** 2).sum() for one in p.values()).sqrt().item()
            lengths.append(length)
            for one in p.values():
                one.grad = one.grad * min(1, clip / (length + 1e-6))
                one.grad = one.grad.coalesce()
        optimiser.step()
    return {"losses": losses, "lengths": lengths, **{k: v.detach().reshape(-1).tolist() for k, v in p.items()}}


json.dump(
    {
        "start": {k: v.reshape(-1).tolist() for k, v in start.items()},
        "ids": ids,
        "truths": [t.reshape(-1).tolist() for t in truths],
        "adagrad": train(lambda p: RowAdagrad(p, 0.1)),
        # With one number a row, a sum for a row and a sum for a number are the same.
        "adagrad of PyTorch": train(lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-8), moved=("weights",)),
        "adamW": train(lambda p: torch.optim.SparseAdam(p, lr=0.1)),
        "clipped": train(lambda p: RowAdagrad(p, 0.1), clip=0.3),
        "two batches a step": train(lambda p: RowAdagrad(p, 0.1), batches=2),
    },
    sys.stdout,
)
