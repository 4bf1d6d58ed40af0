import type { Tokenizer } from '@attune/learn'

/** A `tokenizer_config.json`: what transformers and transformers.js want beside `tokenizer.json`. */
export function tokenizerConfig({ ids, tokenOf }: Tokenizer, positions: number): Readonly<Record<string, unknown>> {
  const named = { pad_token: ids.padding, unk_token: ids.unknown, cls_token: ids.begin, sep_token: ids.end }
  const tokens = Object.entries({ ...named, mask_token: ids.mask }).flatMap(([name, id]) => {
    const token = id < 0 ? undefined : tokenOf(id)
    return token === undefined ? [] : [[name, token]]
  })
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: positions,
    ...Object.fromEntries(tokens),
  }
}
