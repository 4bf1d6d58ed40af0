"""Writes src/files/decoders.fixture.json: tiny decoders with random weights, what transformers makes of texts with them, what it
writes, and PyTorch's gradients of the loss; and how transformers turns logits into probabilities.

Run with: python3 reference/decoders.py > src/files/decoders.fixture.json   (needs torch, transformers, safetensors)
"""
import base64, json, sys
import torch
from safetensors.torch import save
from transformers import (AutoModelForCausalLM, GPT2Config, LlamaConfig, MistralConfig, Qwen2Config, RepetitionPenaltyLogitsProcessor,
                          TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper)

torch.manual_seed(3)
common = dict(vocab_size=60, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24, initializer_range=0.3,
              max_position_embeddings=64, bos_token_id=1, eos_token_id=2, pad_token_id=0)
kinds = {
    "gpt2": (GPT2Config(vocab_size=60, n_positions=64, n_embd=16, n_layer=2, n_head=4, initializer_range=0.3, bos_token_id=1,
                        eos_token_id=2, resid_pdrop=0, embd_pdrop=0, attn_pdrop=0), torch.float32, 1),
    "llama": (LlamaConfig(**common, num_key_value_heads=2, tie_word_embeddings=False), torch.bfloat16, 1),
    "llama31": (LlamaConfig(**common, num_key_value_heads=4, tie_word_embeddings=True,
                            rope_parameters=dict(rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=2.0,
                                                 original_max_position_embeddings=16)), torch.float16, 1),
    "qwen2": (Qwen2Config(**common, num_key_value_heads=2, tie_word_embeddings=True), torch.float16, 1),
    "mistral": (MistralConfig(**common, num_key_value_heads=1, head_dim=6, sliding_window=None, tie_word_embeddings=False), torch.bfloat16, 2),
}
text = [1, 7, 9, 4, 33, 50, 12, 12, 5, 28, 3]
prompts = [[1, 7, 9, 4], [1, 40, 22, 17, 8, 55, 31]]
floats = lambda t: [float(f"{x:.9g}") for x in t.reshape(-1).tolist()]
pack = lambda tensors: base64.b64encode(save({k: v.contiguous() for k, v in tensors.items()})).decode()
result = {}
for name, (config, kind, shards) in kinds.items():
    model = AutoModelForCausalLM.from_config(config)
    with torch.no_grad():
        for key, p in model.named_parameters():
            # Biases and norms begin as zeros and ones, which would hide mistakes.
            if p.dim() == 1:
                p.add_(torch.randn_like(p) * 0.2)
            p.copy_(p.to(kind))
    # Buffers, such as the speeds of rotary positions, keep their precision.
    model = model.double().eval()
    state = {k: v.to(kind) for k, v in model.state_dict().items() if not k.endswith("inv_freq") and k != "lm_head.weight" or
             k == "lm_head.weight" and not config.tie_word_embeddings}
    ids = torch.tensor([text])
    out = model(ids, labels=ids)
    out.loss.backward()
    greedy = lambda prompt, **more: model.generate(torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
                                                   max_new_tokens=24, do_sample=False, pad_token_id=0, **more)[0, len(prompt):].tolist()
    named = dict(model.named_parameters())
    names = list(state)
    result[name] = {
        "config": {k: v for k, v in config.to_dict().items() if v is not None and k not in ("_name_or_path", "transformers_version")},
        "shards": [pack({k: state[k] for k in names[i::shards]}) for i in range(shards)],
        "logits": floats(out.logits[0, ::5].detach()),
        "loss": out.loss.item(),
        # One number for each parameter: the gradient's product with fixed directions.
        "slopes": {k: [p.grad.norm().item(), (p.grad * torch.cos(torch.arange(p.numel()).double() * 0.7).reshape(p.shape)).sum().item()]
                   for k, p in named.items()},
        "greedy": [greedy(prompt) for prompt in prompts],
        "penalised": [greedy(prompt, repetition_penalty=1.4) for prompt in prompts],
    }

logits = torch.round(torch.randn(12, dtype=torch.float64) * 2 * 64) / 64
before = [3, 5, 5, 0]
choices = []
for settings in ({}, {"temperature": 0.7}, {"repetitionPenalty": 1.5}, {"topK": 4}, {"topP": 0.6}, {"topP": 0.05},
                 {"temperature": 1.6, "topK": 7, "topP": 0.8, "repetitionPenalty": 1.2}):
    steps = [RepetitionPenaltyLogitsProcessor(settings["repetitionPenalty"])] if "repetitionPenalty" in settings else []
    steps += [TemperatureLogitsWarper(settings["temperature"])] if "temperature" in settings else []
    steps += [TopKLogitsWarper(settings["topK"])] if "topK" in settings else []
    steps += [TopPLogitsWarper(settings["topP"])] if "topP" in settings else []
    scores = logits[None].clone()
    for step in steps:
        scores = step(torch.tensor([before]), scores)
    choices.append({"settings": settings, "probabilities": floats(torch.softmax(scores, -1))})
json.dump({"text": text, "prompts": prompts, "models": result, "choices": {"logits": floats(logits), "before": before, "cases": choices}},
          sys.stdout, separators=(",", ":"))
