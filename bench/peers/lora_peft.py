"""peft on the task of bench/learn-lora.ts: one JSON object a line in, one out. Times are of whole training steps."""

import json
import resource
import sys
import time

import numpy as np
import peft
import torch
import torch.nn.functional as F
import transformers
from safetensors.torch import load_file

torch.set_num_threads(2)
held = {}
parts = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "attention.norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "feedForward.norm": "output.LayerNorm",
}


def low_rank_adaptation(path, layers, width, heads, positions, vocabulary, batch, length, rank, attention, optimiser):
    arrays = load_file(path)
    config = transformers.BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * width,
        max_position_embeddings=positions,
        type_vocab_size=1,
        hidden_dropout_prob=0,
        attention_probs_dropout_prob=0,
        attn_implementation=attention,
    )
    bert = transformers.BertModel(config, add_pooling_layer=False)
    own = {"embeddings.token_type_embeddings.weight": torch.zeros(1, width)}
    for theirs, ours in (("word_embeddings", "word"), ("position_embeddings", "position")):
        own[f"embeddings.{theirs}.weight"] = arrays[f"encoder.embeddings.{ours}"]
    for part in ("weight", "bias"):
        own[f"embeddings.LayerNorm.{part}"] = arrays[f"encoder.embeddings.norm.{part}"]
        for layer in range(layers):
            for ours, theirs in parts.items():
                value = arrays[f"encoder.layer.{layer}.{ours}.{part}"]
                own[f"encoder.layer.{layer}.{theirs}.{part}"] = value.T.contiguous() if value.dim() == 2 else value
    bert.load_state_dict(own)
    settings = peft.LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0, target_modules=["query", "value"])
    model = peft.get_peft_model(bert, settings)
    for name, value in model.named_parameters():
        if "lora_A" in name:
            layer, part = name.split("encoder.layer.")[1].split(".")[0], "query" if ".query." in name else "value"
            value.data.copy_(arrays[f"encoder.layer.{layer}.{part}.lora.down"].T)
    weight = torch.nn.Parameter(arrays["head.weight"])
    bias = torch.nn.Parameter(arrays["head.bias"])
    tokens = arrays["batch/tokens"].reshape(length, batch).T.contiguous()
    labels = arrays["batch/labels"]
    trained = [value for value in model.parameters() if value.requires_grad]
    groups = [{"params": [*trained, weight], "weight_decay": 0.01}, {"params": [bias], "weight_decay": 0}]
    held["optimiser"] = torch.optim.AdamW(groups, lr=1e-3, fused=optimiser == "fused")
    held["loss"] = lambda: F.cross_entropy(torch.addmm(bias, model(tokens).last_hidden_state.mean(1), weight), labels)
    return {"torch": torch.__version__, "peft": peft.__version__}


def steps(count):
    losses = []
    start = time.perf_counter()
    for _ in range(count):
        held["optimiser"].zero_grad(set_to_none=True)
        loss = held["loss"]()
        loss.backward()
        held["optimiser"].step()
        losses.append(loss.item())
    seconds = (time.perf_counter() - start) / count
    return {"seconds": seconds, "losses": losses, "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


tasks = {task.__name__: task for task in (low_rank_adaptation, steps)}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(tasks[request.pop("task")](**request)), flush=True)
