"""Writes src/files/encoders.fixture.json: tiny BERT and RoBERTa models with random weights, and the vectors that transformers finds.

Run with: python3 reference/encoders.py > src/files/encoders.fixture.json   (needs torch, transformers, safetensors)
"""
import base64, json, sys
import torch
from safetensors.torch import save
from transformers import BertConfig, BertModel, RobertaConfig, RobertaModel

torch.manual_seed(5)
common = dict(hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, vocab_size=20)
result = {}
for name, config, kind in (
    ("bert", BertConfig(**common, max_position_embeddings=10, initializer_range=0.5), BertModel),
    ("roberta", RobertaConfig(**common, max_position_embeddings=12, type_vocab_size=1, pad_token_id=1, initializer_range=0.5), RobertaModel),
):
    model = kind(config, add_pooling_layer=False).eval()
    pad = config.pad_token_id
    texts = [[3, 7, 9, 4], [3, 12, 4]]
    ids = torch.tensor([text + [pad] * (5 - len(text)) for text in texts])
    mask = torch.tensor([[1] * len(text) + [0] * (5 - len(text)) for text in texts])
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    shares = (mask / mask.sum(1, keepdim=True))[..., None]
    tensors = {k: v.contiguous() for k, v in model.state_dict().items() if v.dtype == torch.float32}
    result[name] = {
        "config": {k: v for k, v in config.to_dict().items() if v is not None and k not in ("_name_or_path", "transformers_version")},
        "safetensors": base64.b64encode(save(tensors)).decode(),
        "texts": texts,
        "padding": pad,
        "vectors": (hidden * shares).sum(1).reshape(-1).tolist(),
    }
json.dump(result, sys.stdout, separators=(",", ":"))
