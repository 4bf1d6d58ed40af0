"""Writes src/layers/convolution.fixture.json: outputs and gradients of convolutions and maxima by PyTorch in double precision.

Run with: python3 reference/convolution.py > src/layers/convolution.fixture.json   (needs torch)
"""
import json
import torch
import torch.nn.functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
cases = {}
numbers = lambda *shape: torch.round(torch.randn(*shape) * 64) / 64
flat = lambda t: [float(f"{x:.12g}") for x in t.detach().reshape(-1).tolist()]


def case(name, function, **inputs):
    leaves = {k: v.clone().requires_grad_() for k, v in inputs.items()}
    out = function(**leaves)
    weights = numbers(*out.shape)
    (out * weights).sum().backward()
    cases[name] = {"inputs": {k: {"shape": list(v.shape), "data": flat(v)} for k, v in leaves.items()}, "output": flat(out),
                   "weights": flat(weights), "gradients": {k: flat(v.grad) for k, v in leaves.items()}}


def convolution(size, dilation, length=6, batch=2, width=3, outputs=4):
    def function(x, w, b):
        beyond = (size - 1) * dilation
        # Ours has the position first: [length · batch × width].
        turned = F.pad(x.reshape(length, batch, width).permute(1, 2, 0), (beyond // 2, beyond - beyond // 2))
        kernel = w.reshape(size, width, outputs).permute(2, 1, 0)
        return F.conv1d(turned, kernel, b, dilation=dilation).permute(2, 0, 1).reshape(length * batch, outputs)
    case(f"convolution {size} {dilation}", function, x=numbers(length * batch, width), w=numbers(size * width, outputs), b=numbers(outputs))


for size, dilation in [(1, 1), (2, 1), (3, 1), (4, 1), (3, 2), (9, 1)]:
    convolution(size, dilation)
ties = torch.tensor([[[1.0, 2.0], [3.0, 2.0]], [[1.0, 5.0], [0.0, 2.0]]])
for axis in range(3):
    case(f"maximum {axis}", lambda a, axis=axis: a.amax(axis), a=ties)
print(json.dumps(cases))
