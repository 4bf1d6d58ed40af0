import { alignTokens, type Tokenizer } from '@attune/learn'
import type { Token } from './token.ts'

/**
 * The pieces that a tokeniser cuts a text into, where they stand in it: of WordPiece and BPE parts of English words, of Han
 * characters one or several. A piece is of the kind of the word that it begins in, and `goesOn` where that word has begun before.
 * A word that the tokeniser does not know stays whole.
 *
 * @param words of the text, in order
 */
export function subWords(text: string, words: readonly Token[], tokenizer: Tokenizer): Token[] {
  const spans = alignTokens(tokenizer, text, tokenizer.encode(text, { special: false }))
  const pieces: Token[] = []
  let word = 0
  let lastWord = -1
  let end = 0
  for (const span of spans) {
    // Bytes of one character share it.
    if (span === null || span.to <= end) continue
    const start = Math.max(span.from, end)
    end = span.to
    while (word < words.length && (words[word] as Token).end <= start) word++
    const own = words[word]
    const isInside = own !== undefined && own.start <= start
    pieces.push({
      text: text.slice(start, end),
      start,
      end,
      kind: isInside ? own.kind : 'punctuation',
      goesOn: isInside && word === lastWord,
    })
    lastWord = isInside ? word : -1
  }
  return pieces
}
