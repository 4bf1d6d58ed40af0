import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { LearnError } from '../learn-error.ts'
import { refuseHostile } from './refuse-hostile.ts'
import { type SpecialTokens, specialTokens } from './tokenizer-json.ts'

export interface EncodeOptions {
  /** More tokens are cut off, those that begin and end a text excepted. Default: none are. */
  readonly longest?: number
  /** A second text behind the first. */
  readonly pair?: string
  /** Put begin and end around the text. Default true. */
  readonly special?: boolean
}

export interface Tokenizer {
  /** Tokens, special ones counted. */
  readonly size: number
  readonly ids: Readonly<Record<keyof SpecialTokens, number>>
  encode(text: string, options?: EncodeOptions): number[]
  /** Without special tokens. */
  decode(ids: readonly number[]): string
  tokenOf(id: number): string | undefined
  /** Whether a token goes on with the word before it. */
  goesOn(id: number): boolean
  /** The characters that tokens stand for; with U+FFFD where these are bytes of a part of one. */
  surfaceOf(ids: readonly number[]): string
  /** Whether a token stands for no text, such as those that begin and end one. */
  isSpecial(id: number): boolean
}

/** Names that model families give their special tokens. */
const otherNames: Readonly<Record<keyof SpecialTokens, readonly string[]>> = {
  padding: ['<pad>', '<|endoftext|>'],
  unknown: ['<unk>', '<|endoftext|>'],
  begin: ['<s>', '<|begin_of_text|>', '<|endoftext|>'],
  end: ['</s>', '<|end_of_text|>', '<|endoftext|>'],
  mask: ['<mask>'],
}

/** Characters of a text beyond which it is cut before it is looked at: a limit against texts meant to keep us busy. */
const longestText = 1_000_000

/**
 * A tokeniser from the contents of a `tokenizer.json`: one that was trained here, or of any model that has one.
 *
 * @throws LearnError `bad-file` when it is none, or asks for what is not supported
 */
export function openTokenizer(json: unknown): Tokenizer {
  const inner = load(json)
  const size = inner.get_vocab(true).size
  const idOf = (name: keyof SpecialTokens): number => {
    for (const token of [specialTokens[name], ...otherNames[name]]) {
      const id = inner.token_to_id(token)
      if (id !== undefined) return id
    }
    return -1
  }
  const names = Object.keys(specialTokens) as (keyof SpecialTokens)[]
  const ids = Object.fromEntries(names.map((name) => [name, idOf(name)])) as Record<keyof SpecialTokens, number>
  const special = new Set(Object.values(ids))
  // Where tokens are made of bytes, their names are not their characters.
  const byBytes = inner.token_to_id('Ġ') !== undefined
  return {
    size,
    ids,
    encode(text, { longest = Number.POSITIVE_INFINITY, pair, special: around = true } = {}) {
      const { ids: all } = inner.encode(text.slice(0, longestText), {
        add_special_tokens: around,
        ...(pair === undefined ? {} : { text_pair: pair.slice(0, longestText) }),
      })
      if (all.length <= longest) return all
      const last = all.at(-1) as number
      return special.has(last) ? [...all.slice(0, longest - 1), last] : all.slice(0, longest)
    },
    decode: (some) => inner.decode([...some], { skip_special_tokens: true }),
    tokenOf: (id) => inner.id_to_token(id),
    surfaceOf(some) {
      if (byBytes) return inner.decode([...some], { clean_up_tokenization_spaces: false })
      return some.map((id) => (inner.id_to_token(id) ?? '').replace(/^##/, '').replaceAll('▁', ' ')).join('')
    },
    isSpecial: (id) => special.has(id) && id >= 0,
    goesOn(id) {
      const token = inner.id_to_token(id) ?? ''
      return token.startsWith('##')
    },
  }
}

function load(json: unknown): HuggingFaceTokenizer {
  const broken = (why: string, cause?: unknown): LearnError =>
    new LearnError('bad-file', `This tokenizer.json cannot be used: ${why}.`, {}, { cause })
  if (typeof json !== 'object' || json === null || !('model' in json)) throw broken('it has no model')
  refuseHostile(json)
  try {
    const tokenizer = new HuggingFaceTokenizer(json, {})
    // Some of what is wrong shows only with a text.
    const { ids } = tokenizer.encode('a 1 好!', { add_special_tokens: true })
    if (!ids.every((id: unknown) => Number.isSafeInteger(id))) throw broken('it gives tokens that have no number')
    return tokenizer
  } catch (cause) {
    if (cause instanceof LearnError) throw cause
    throw broken(cause instanceof Error ? cause.message : 'it is broken', cause)
  }
}
