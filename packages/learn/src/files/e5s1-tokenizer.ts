import { LearnError } from '../learn-error.ts'
import { type TokenizerJson, tokenizerJson } from '../tokenise/tokenizer-json.ts'
import type { ByteCursor } from './byte-cursor.ts'

/** A place in Unicode that no text has: the wide tilde waits there while the rest of a text is normalised. */
const aside = '\uFDD0'
const wideTilde = '～'

/**
 * The Unigram tokeniser in an E5S1 file. Its table of characters is NFKC but for characters that vanish, characters that become
 * spaces and the wide tilde that stays; it is written as such, which every library reads.
 */
export function readE5S1Tokenizer(cursor: ByteCursor, vocabulary: number): TokenizerJson {
  const size = cursor.u32()
  if (size < 1 || size > vocabulary)
    throw new LearnError(
      'bad-file',
      `This E5S1 file is broken: it has ${size} tokens and ${vocabulary} vectors for them.`,
    )
  const [begin, end, padding, unknown] = [cursor.u32(), cursor.u32(), cursor.u32(), cursor.u32()]
  const textLength = cursor.u64()
  const starts = cursor.u32s(size + 1)
  const scores = cursor.f32s(size)
  const texts = cursor.bytes(textLength)
  const decoder = new TextDecoder()
  const vocab = Array.from(scores, (score, id): [string, number] => [
    decoder.decode(texts.subarray(starts[id], starts[id + 1])),
    score,
  ])
  const { removed, spaces, keepsTilde } = readCharacters(cursor)
  const replace = (from: string | RegExp, to: string): unknown => ({
    type: 'Replace',
    pattern: typeof from === 'string' ? { String: from } : { Regex: from.source },
    content: to,
  })
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }
  const ids = new Map(vocab.map(([piece], id) => [piece, id]))
  const tokenOf = (id: number): string => {
    const piece = vocab[id]?.[0]
    if (piece === undefined)
      throw new LearnError('bad-file', `This E5S1 file is broken: special token ${id} is none of its ${size}.`)
    return piece
  }
  const special = {
    padding: tokenOf(padding),
    unknown: tokenOf(unknown),
    begin: tokenOf(begin),
    end: tokenOf(end),
    mask: tokenOf(ids.get('<mask>') ?? -1),
  }
  return tokenizerJson(
    {
      normalizer: {
        type: 'Sequence',
        normalizers: [
          ...(removed === '' ? [] : [replace(new RegExp(`[${removed}]`, 'u'), '')]),
          ...(spaces === '' ? [] : [replace(new RegExp(`[${spaces}]`, 'u'), ' ')]),
          ...(keepsTilde ? [replace(wideTilde, aside)] : []),
          { type: 'NFKC' },
          ...(keepsTilde ? [replace(aside, wideTilde)] : []),
        ],
      },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
      decoder: metaspace,
    },
    { type: 'Unigram', unk_id: unknown, vocab, byte_fallback: false },
    { special, idOf: (token) => ids.get(token) ?? -1 },
  )
}

/** The table of characters: code point, how many come out, those. */
function readCharacters(cursor: ByteCursor): { removed: string; spaces: string; keepsTilde: boolean } {
  const all = cursor.u32()
  const end = cursor.u32() + cursor.at
  const gone: string[] = []
  const spaces: string[] = []
  let keepsTilde = true
  for (let i = 0; i < all; i++) {
    const from = codePoint(cursor.u32())
    const to = Array.from(cursor.u32s(cursor.u8()), codePoint).join('')
    if (from === wideTilde) keepsTilde = to === wideTilde
    if (to === from.normalize('NFKC')) continue
    if (to === '') gone.push(from)
    else if (to === ' ') spaces.push(from)
  }
  if (cursor.at !== end)
    throw new LearnError('bad-file', 'This E5S1 file is broken: its table of characters ends elsewhere.')
  return { removed: gone.map(escaped).join(''), spaces: spaces.map(escaped).join(''), keepsTilde }
}

/** As it stands in a class of a regular expression. */
const escaped = (character: string): string => character.replace(/[\\\][^-]/, String.raw`\$&`)

function codePoint(value: number): string {
  if (value > 0x10ffff) throw new LearnError('bad-file', `This E5S1 file is broken: ${value} is no character.`)
  return String.fromCodePoint(value)
}
