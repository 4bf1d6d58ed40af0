"""PyTorch on the tasks of bench/learn-inference.ts: one JSON object a line in, one out. Times are of whole runs of the encoder."""

import json
import sys
import time
import warnings

import torch
import torch.nn.functional as F

from read_safetensors import safetensors

warnings.filterwarnings("ignore")
torch.set_num_threads(2)
held = {}


class Layer(torch.nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (torch.nn.Linear(width, width) for _ in range(4))
        self.inner, self.outer = torch.nn.Linear(width, inner), torch.nn.Linear(inner, width)
        self.first, self.second = (torch.nn.LayerNorm(width, 1e-12) for _ in range(2))

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (part(x).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, length, width)
        x = self.first(x + self.output(mixed))
        return self.second(x + self.outer(F.gelu(self.inner(x))))


class Encoder(torch.nn.Module):
    def __init__(self, path, layers, heads):
        super().__init__()
        p = safetensors(path)
        width, inner = p["encoder.layer.0.attention.self.query.weight"].shape[0], p["encoder.layer.0.intermediate.dense.weight"].shape[0]
        table = lambda name: torch.nn.Parameter(p[f"embeddings.{name}_embeddings.weight"])
        self.word, self.position, self.kind = table("word"), table("position"), table("token_type")
        self.norm = torch.nn.LayerNorm(width, 1e-12)
        self.layers = torch.nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "output": "attention.output.dense", "first": "attention.output.LayerNorm",
            "inner": "intermediate.dense", "outer": "output.dense", "second": "output.LayerNorm",
        }
        pairs = [(self.norm, "embeddings.LayerNorm")]
        for i, layer in enumerate(self.layers):
            pairs += [(getattr(layer, ours), f"encoder.layer.{i}.{theirs}") for ours, theirs in names.items()]
        for module, name in pairs:
            for part in ("weight", "bias"):
                getattr(module, part).data = p[f"{name}.{part}"]

    def forward(self, tokens):
        x = self.norm(self.word[tokens] + self.position[: tokens.shape[1]] + self.kind[0])
        for layer in self.layers:
            x = layer(x)
        return x.mean(1)


def handle(request):
    if request["task"] == "load":
        model = Encoder(request["path"], request["layers"], request["heads"]).eval()
        held["fp32"] = model
        held["int8"] = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
        return {"version": torch.__version__, "engine": torch.backends.quantized.engine}
    if request["task"] == "quantise":
        try:
            from onnxruntime.quantization import QuantType, quantize_dynamic
        except ImportError:
            return {"done": False}
        quantize_dynamic(request["from"], request["to"], weight_type=QuantType.QInt8, per_channel=True)
        return {"done": True}
    tokens = torch.tensor(request["tokens"])
    with torch.inference_mode():
        start = time.perf_counter()
        for _ in range(request["count"]):
            means = held[request["kind"]](tokens)
        seconds = (time.perf_counter() - start) / request["count"]
    return {"seconds": seconds, "means": means.reshape(-1).tolist()}


for line in sys.stdin:
    print(json.dumps(handle(json.loads(line))), flush=True)
