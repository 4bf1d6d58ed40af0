"""Compares vocabularies learnt here with those of the Rust tokenizers, and prints what the Rust library makes of the samples.

Input: a JSON file with sentences, samples and the three tokenizer.json files (needs tokenizers).
"""
import json, sys
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

given = json.load(open(sys.argv[1]))
special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
theirs = Tokenizer(models.BPE())
theirs.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
theirs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
theirs.train_from_iterator(given["sentences"], trainers.BpeTrainer(
    vocab_size=420, min_frequency=1, special_tokens=special, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
result = {"bpeVocabulary": [token for token, _ in sorted(json.loads(theirs.to_str())["model"]["vocab"].items(), key=lambda x: x[1])]}
for kind, tokenizer in given["json"].items():
    rust = Tokenizer.from_str(json.dumps(tokenizer))
    result[kind] = [{"ids": rust.encode(s).ids, "text": rust.decode(rust.encode(s).ids)} for s in given["samples"]]
print(json.dumps(result, ensure_ascii=False))
