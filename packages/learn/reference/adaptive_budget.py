"""Prints which ranks AdaLoRA keeps according to peft: src/layers/adaptive-budget.fixture.json (needs torch and peft).

Numbers and gradients of every step are sines, so that both sides can make them: number i of parameter p in step t is
sin(1.3 i + 2.1 p + .7 t) and its gradient cos(2.9 i + 1.1 p + 1.9 t).
"""
import json, math
import torch
from peft.tuners.adalora.layer import RankAllocator

torch.set_default_dtype(torch.float64)
layers, width, rank, target, steps = 3, 4, 4, 2, 40
first, last, every = 6, 12, 2


class Config:
    beta1 = beta2 = 0.85
    tinit, tfinal, total_step, deltaT, target_r = first, last, steps, every, target


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.names = []
        for layer in range(layers):
            for part, shape in {"lora_A": (rank, width), "lora_E": (rank, 1), "lora_B": (width, rank)}.items():
                module = torch.nn.ParameterDict({"default": torch.nn.Parameter(torch.zeros(shape))})
                holder = getattr(self, f"layer{layer}", None) or torch.nn.Module()
                holder.add_module(part, module)
                self.add_module(f"layer{layer}", holder)


model = Model()
order = [f"layer{layer}.{part}.default" for layer in range(layers) for part in ("lora_A", "lora_E", "lora_B")]
named = dict(model.named_parameters())


def fill(step):
    for p, name in enumerate(order):
        parameter = named[name]
        n = parameter.numel()
        numbers = torch.tensor([math.sin(1.3 * i + 2.1 * p + 0.7 * step) for i in range(n)])
        slopes = torch.tensor([math.cos(2.9 * i + 1.1 * p + 1.9 * step) for i in range(n)])
        # Ours has the matrix before the ranks as [width x rank] and the one behind as [rank x width].
        shape = parameter.shape if "lora_E" in name else parameter.shape[::-1]
        turn = (lambda x: x.reshape(shape)) if "lora_E" in name else (lambda x: x.reshape(shape).T)
        parameter.data = turn(numbers).clone()
        parameter.grad = turn(slopes).clone()


allocator = RankAllocator(model, Config, "default")
kept = {}
for step in range(1, steps - last + 1):
    fill(step)
    budget, pattern = allocator.update_and_allocate(model, step, force_mask=step == steps - last) if step > first else (allocator.update_ipt(model), None)
    if pattern is not None and step > first:
        kept[step] = [[int(x) for x in pattern[f"layer{layer}.lora_E.default"]] for layer in range(layers)]
print(json.dumps({"layers": layers, "width": width, "rank": rank, "target": target, "steps": steps, "first": first, "last": last,
                  "every": every, "kept": kept}))
