"""Writes src/models/distillation.fixture.json: losses of distillation and their gradients by PyTorch in double precision.

Run with: python3 reference/distillation.py > src/models/distillation.fixture.json   (needs torch)
"""
import json, sys
import torch
import torch.nn.functional as F

torch.manual_seed(13)
torch.set_default_dtype(torch.float64)
numbers = lambda *shape: torch.round(torch.randn(*shape) * 64) / 64
flat = lambda t: [float(f"{x:.12g}") for x in t.detach().reshape(-1).tolist()]
student, teacher, T = numbers(3, 4).requires_grad_(), 2 * numbers(3, 4), 2.5
# The entropy of the teacher, which no gradient sees, is what makes a cross-entropy of a Kullback–Leibler divergence.
p = F.softmax(teacher / T, -1)
soft = T**2 * (F.kl_div(F.log_softmax(student / T, -1), p, reduction="batchmean") - (p * p.log()).sum() / 3)
soft.backward()
vectors, weight, bias, targets = (x.requires_grad_() for x in (numbers(3, 2), numbers(2, 5), numbers(5), numbers(3, 5)))
seen = F.mse_loss(F.linear(vectors, weight.T, bias), targets.detach())
seen.backward()
json.dump({
    "temperature": T,
    "student": flat(student), "teacherProbabilities": flat(F.softmax(teacher, -1)), "soft": soft.item(), "studentGradient": flat(student.grad),
    "vectors": flat(vectors), "weight": flat(weight), "bias": flat(bias), "targets": flat(targets), "seen": seen.item(),
    "gradients": {"vectors": flat(vectors.grad), "weight": flat(weight.grad), "bias": flat(bias.grad)},
}, sys.stdout, separators=(",", ":"))
