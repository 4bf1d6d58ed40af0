"""Prints where tokens stand in the samples according to the Rust tokenizers: src/tokenise/offsets.fixture.json.

Input: a JSON file with samples and tokenizer.json files by kind (needs tokenizers). Offsets are turned from code points, as Python counts,
to UTF-16, as JavaScript does; tokens without characters are null.
"""
import json, sys
from tokenizers import Tokenizer

given = json.load(open(sys.argv[1]))


def units(text, at):
    return len(text[:at].encode("utf-16-le")) // 2


result = {}
for kind, tokenizer in given["json"].items():
    rust = Tokenizer.from_str(json.dumps(tokenizer))
    result[kind] = []
    for text in given["samples"]:
        found = rust.encode(text)
        # White space at the ends of a token is left out: which side it goes with differs between kinds.
        spans = []
        for (a, b) in found.offsets:
            while a < b and text[a].isspace(): a += 1
            while b > a and text[b - 1].isspace(): b -= 1
            spans.append([units(text, a), units(text, b)] if b > a else None)
        result[kind].append(spans)
print(json.dumps(result))
