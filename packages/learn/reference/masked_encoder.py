"""Writes src/models/masked-encoder.fixture.json: a tiny BertForMaskedLM with random weights, and the loss and guesses that transformers finds.

Run with: python3 reference/masked_encoder.py > src/models/masked-encoder.fixture.json   (needs torch, transformers, safetensors)
"""
import base64, json, sys
import torch
from safetensors.torch import save
from transformers import BertConfig, BertForMaskedLM

torch.manual_seed(11)
config = BertConfig(hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, vocab_size=20,
                    max_position_embeddings=10, type_vocab_size=2, initializer_range=0.5)
model = BertForMaskedLM(config).eval()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            parameter.normal_(0, 0.3)
texts = [[2, 4, 9, 4, 3], [2, 4, 12, 3]]
hidden = [{"1": 7, "3": 15}, {"1": 11}]
pad = 0
ids = torch.tensor([text + [pad] * (5 - len(text)) for text in texts])
mask = torch.tensor([[1] * len(text) + [0] * (5 - len(text)) for text in texts])
labels = torch.full_like(ids, -100)
for i, places in enumerate(hidden):
    for place, label in places.items():
        labels[i, int(place)] = label
with torch.no_grad():
    out = model(input_ids=ids, attention_mask=mask, labels=labels)
tensors = {k: v.contiguous() for k, v in model.state_dict().items()
           if v.dtype == torch.float32 and not k.startswith("cls.predictions.decoder")}
json.dump({
    "config": {k: v for k, v in config.to_dict().items() if v is not None and k not in ("_name_or_path", "transformers_version")},
    "safetensors": base64.b64encode(save(tensors)).decode(),
    "texts": texts,
    "hidden": hidden,
    "loss": out.loss.item(),
    "guesses": [{place: out.logits[i, int(place)].argmax().item() for place in places} for i, places in enumerate(hidden)],
}, sys.stdout, separators=(",", ":"))
