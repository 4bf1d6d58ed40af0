"""Cases of a fixture: inputs, output and gradients of an operation, by PyTorch in double precision."""
import torch

torch.set_default_dtype(torch.float64)
cases = {}


def numbers(*shape, spread=1.0, positive=False):
    # Whole sixty-fourths are the same in single and double precision.
    x = torch.randn(*shape) * spread
    x = torch.round(x * 64) / 64
    return x.abs() + 0.25 if positive else x


def case(name, function, *, fixed=(), **inputs):
    leaves = {k: v.clone().requires_grad_() for k, v in inputs.items()}
    out = function(**leaves)
    weights = torch.round(torch.randn(out.shape) * 64) / 64
    (out * weights).sum().backward()
    flat = lambda t: [float(f"{x:.12g}") for x in t.detach().reshape(-1).tolist()]
    cases[name] = {
        "inputs": {k: {"shape": list(v.shape), "data": flat(v)} for k, v in leaves.items()},
        "output": flat(out),
        "weights": flat(weights),
        "gradients": {k: flat(v.grad) for k, v in leaves.items()},
    }
