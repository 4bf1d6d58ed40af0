/** A `tokenizer.json` as Hugging Face's libraries read it; only what is written here is typed. */
export interface TokenizerJson {
  readonly version: '1.0'
  readonly truncation: null
  readonly padding: null
  readonly added_tokens: readonly AddedToken[]
  readonly normalizer: unknown
  readonly pre_tokenizer: unknown
  readonly post_processor: unknown
  readonly decoder: unknown
  readonly model: unknown
}

interface AddedToken {
  readonly id: number
  readonly content: string
  readonly single_word: false
  readonly lstrip: false
  readonly rstrip: false
  readonly normalized: false
  readonly special: boolean
}

export type TokenizerKind = 'wordPiece' | 'bpe' | 'unigram'

/** Tokens that mean something of their own, in the order of their ids. */
export interface SpecialTokens {
  readonly padding: string
  readonly unknown: string
  readonly begin: string
  readonly end: string
  readonly mask: string
}

export const specialTokens: SpecialTokens = {
  padding: '[PAD]',
  unknown: '[UNK]',
  begin: '[CLS]',
  end: '[SEP]',
  mask: '[MASK]',
}

/** How text becomes words, and tokens text again, for each kind. */
export function pipelineOf(
  kind: TokenizerKind,
  lowercase: boolean,
): Pick<TokenizerJson, 'normalizer' | 'pre_tokenizer' | 'decoder'> {
  switch (kind) {
    case 'wordPiece':
      // Every Han character is a word of its own, as in BERT's Chinese and multilingual vocabularies.
      return {
        normalizer: {
          type: 'BertNormalizer',
          clean_text: true,
          handle_chinese_chars: true,
          strip_accents: null,
          lowercase,
        },
        pre_tokenizer: { type: 'BertPreTokenizer' },
        decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      }
    case 'bpe':
      return {
        normalizer: sequence(lowercase, 'NFC'),
        pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
        decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      }
    case 'unigram':
      return {
        normalizer: sequence(lowercase, 'NFKC'),
        pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
        decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      }
  }
}

const sequence = (lowercase: boolean, form: 'NFC' | 'NFKC'): unknown => ({
  type: 'Sequence',
  normalizers: [{ type: form }, ...(lowercase ? [{ type: 'Lowercase' }] : [])],
})

/**
 * The whole file around a model, with `begin text end` as a text and `begin text end text end` as a pair.
 *
 * @param idOf ids of the special tokens; default: their places in `special`
 * @param whole texts that are one token each, with the ids behind the special tokens
 */
export function tokenizerJson(
  pipeline: Pick<TokenizerJson, 'normalizer' | 'pre_tokenizer' | 'decoder'>,
  model: unknown,
  {
    special = specialTokens,
    idOf = (token) => Object.values(special).indexOf(token),
    whole = [],
  }: {
    readonly special?: SpecialTokens
    readonly idOf?: (token: string) => number
    readonly whole?: readonly string[]
  } = {},
): TokenizerJson {
  const contents = Object.values(special) as string[]
  const piece = (token: string, segment: number): unknown => ({ SpecialToken: { id: token, type_id: segment } })
  const text = (id: 'A' | 'B', segment: number): unknown => ({ Sequence: { id, type_id: segment } })
  const { begin, end } = special
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      ...contents.map((content) => addedToken(idOf(content), content, true)),
      ...whole.map((content, i) => addedToken(contents.length + i, content, false)),
    ],
    ...pipeline,
    post_processor: {
      type: 'TemplateProcessing',
      single: [piece(begin, 0), text('A', 0), piece(end, 0)],
      pair: [piece(begin, 0), text('A', 0), piece(end, 0), text('B', 1), piece(end, 1)],
      special_tokens: Object.fromEntries(
        [begin, end].map((token) => [token, { id: token, ids: [idOf(token)], tokens: [token] }]),
      ),
    },
    model,
  }
}

const addedToken = (id: number, content: string, special: boolean): AddedToken => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special,
})
