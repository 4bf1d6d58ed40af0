import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { LearnError } from '../learn-error.ts'
import { learnMerges } from './learn-merges.ts'
import { learnUnigram } from './learn-unigram.ts'
import { pipelineOf, specialTokens, type TokenizerJson, type TokenizerKind, tokenizerJson } from './tokenizer-json.ts'

export interface TrainTokenizerOptions {
  /** `wordPiece` as BERT (every Han character a word), `bpe` over bytes as GPT-2, `unigram` as SentencePiece. Default `wordPiece`. */
  readonly kind?: TokenizerKind
  /** Tokens in the end, at most. */
  readonly size: number
  /** Default true. */
  readonly lowercase?: boolean
  /** Pairs of pieces, and for `wordPiece` characters, that come less often get no token. Default 2. */
  readonly minimumCount?: number
  /** Texts that are never cut: a token each wherever they stand, behind those that every vocabulary has. Default none. */
  readonly whole?: readonly string[]
}

/** Characters of a word; more are no word. */
const longestWord = 100

/**
 * Learns a vocabulary from texts.
 *
 * @returns a `tokenizer.json`, for `openTokenizer`, and for the libraries of Hugging Face in any language
 * @throws LearnError `bad-option` for a size that has no room for the special tokens and bytes, `bad-value` without any text
 * @example
 * const json = trainTokenizer(texts, { size: 8000 })
 * const tokenizer = openTokenizer(json)
 */
export function trainTokenizer(texts: Iterable<string>, options: TrainTokenizerOptions): TokenizerJson {
  const { kind = 'wordPiece', size, lowercase = true, minimumCount = 2, whole = [] } = options
  const special = [...Object.values(specialTokens), ...whole]
  if (new Set(special).size < special.length || whole.includes(''))
    throw new LearnError('bad-option', 'Texts that stay whole are not empty, differ, and are no special tokens.', {
      whole,
    })
  const least = special.length + (kind === 'bpe' ? 256 : 1)
  if (!Number.isInteger(size) || size < least)
    throw new LearnError('bad-option', `A vocabulary of this kind has at least ${least} tokens.`, { size })
  const pipeline = pipelineOf(kind, lowercase)
  const words = countWords(texts, whole, tokenizerJson(pipeline, emptyModel(kind)))
  if (words.size === 0) throw new LearnError('bad-value', 'There is no text to learn a vocabulary from.')
  const vocabulary = new Map<string, number>(special.map((token, id) => [token, id]))
  if (kind === 'unigram') {
    const covered = splitAtRare(words)
    const room = size - special.length
    const characters = new Set([...covered.keys()].flatMap((word) => [...word])).size
    if (characters > room)
      throw new LearnError(
        'bad-option',
        `The texts have ${characters} characters: a vocabulary of ${size} has no room.`,
        { size },
      )
    const pieces = learnUnigram(covered, { size: room })
    const lowest = Math.min(...pieces.map(({ score }) => score))
    const vocab = [...special.map((token) => [token, 0]), ...pieces.map(({ text, score }) => [text, score])]
    return tokenizerJson(pipeline, { ...emptyModel(kind), vocab, min_score: lowest }, { whole })
  }
  const prefix = kind === 'wordPiece' ? '##' : ''
  const kept = kind === 'wordPiece' ? withRareRemoved(words, minimumCount) : words
  for (const character of kind === 'bpe' ? byteCharacters() : alphabetOf(kept, prefix))
    vocabulary.set(character, vocabulary.size)
  const merges = learnMerges(kept, { size, minimumCount, prefix, vocabulary })
  const vocab = Object.fromEntries([...vocabulary].slice(0, Math.max(size, special.length)))
  const model = { ...emptyModel(kind), vocab }
  return tokenizerJson(
    pipeline,
    kind === 'bpe' ? { ...model, merges: merges.map(({ left, right }) => [left, right]) } : model,
    { whole },
  )
}

function emptyModel(kind: TokenizerKind): Record<string, unknown> {
  const vocab = Object.fromEntries(Object.values(specialTokens).map((token, id) => [token, id]))
  switch (kind) {
    case 'wordPiece':
      return {
        type: 'WordPiece',
        unk_token: specialTokens.unknown,
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      }
    case 'bpe':
      return {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: '',
        end_of_word_suffix: '',
        fuse_unk: false,
        byte_fallback: false,
        vocab,
        merges: [],
      }
    case 'unigram':
      return { type: 'Unigram', unk_id: 1, byte_fallback: false, vocab: Object.keys(vocab).map((token) => [token, 0]) }
  }
}

/** Words as the tokeniser itself will cut them; what is longer than any word is cut into parts. */
function countWords(texts: Iterable<string>, whole: readonly string[], json: TokenizerJson): Map<string, number> {
  const { normalizer, pre_tokenizer: cut } = new HuggingFaceTokenizer(json, {})
  const counts = new Map<string, number>()
  // A sign of a space begins a word: that of Metaspace is left within the piece here.
  for (const text of texts)
    for (const part of between(text, whole))
      for (const piece of cut?.pre_tokenize(normalizer?.normalize(part) ?? part) ?? [])
        for (const word of piece.match(wordPattern) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** What stands between the texts that stay whole. */
const between = (text: string, whole: readonly string[]): readonly string[] =>
  whole.reduce((parts, one) => parts.flatMap((part) => part.split(one)), [text]).filter((part) => part !== '')

const wordPattern = new RegExp(`▁?[^▁]{1,${longestWord}}|▁`, 'gu')

/** Words with characters that come too seldom to have a token of their own are left out: they are unknown as a whole. */
function withRareRemoved(words: ReadonlyMap<string, number>, minimumCount: number): ReadonlyMap<string, number> {
  const counts = characterCounts(words)
  return new Map(
    [...words].filter(([word]) => [...word].every((character) => (counts.get(character) as number) >= minimumCount)),
  )
}

/** Words cut at the characters that are left when the most frequent ones cover 99.95 % of all text, as SentencePiece does. */
function splitAtRare(words: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = characterCounts(words)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const covered = new Set<string>()
  let sum = 0
  for (const [character, count] of [...counts].sort(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  )) {
    if (sum >= 0.9995 * total) break
    sum += count
    covered.add(character)
  }
  const parts = new Map<string, number>()
  for (const [word, count] of words) {
    let part = ''
    for (const character of [...word, '']) {
      if (covered.has(character)) part += character
      else {
        if (part !== '') parts.set(part, (parts.get(part) ?? 0) + count)
        part = ''
      }
    }
  }
  return parts
}

function characterCounts(words: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [word, count] of words)
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + count)
  return counts
}

/** Characters as they begin a word, then as they go on with one, each in the order of Unicode. */
function alphabetOf(words: ReadonlyMap<string, number>, prefix: string): readonly string[] {
  const first = new Set<string>()
  const rest = new Set<string>()
  for (const word of words.keys())
    for (const [i, character] of [...word].entries()) (i === 0 ? first : rest).add(character)
  const sorted = (set: ReadonlySet<string>): string[] =>
    [...set].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number))
  return [...sorted(first), ...sorted(rest).map((character) => prefix + character)]
}

/** GPT-2's characters for the 256 bytes: those that can be seen stand for themselves, the others begin at U+0100; in the order of Unicode. */
function byteCharacters(): readonly string[] {
  const seen = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255)
  let hidden = 0
  const codes = Array.from({ length: 256 }, (_, byte) => (seen(byte) ? byte : 256 + hidden++))
  return codes.sort((a, b) => a - b).map((code) => String.fromCodePoint(code))
}
