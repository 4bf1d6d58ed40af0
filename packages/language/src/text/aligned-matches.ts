import type { PhraseMatch, PhraseTable } from './phrase-table.ts'
import { isKnownHanWord } from './segment-han.ts'
import type { Token } from './token.ts'

/** As long as this, phrases of Han characters do not come about by chance. */
const longEnough = 3
const han = /\p{sc=Han}/u

/**
 * The phrases of a table that a text really holds: from the left, the longest first, none over another.
 *
 * Two Han characters often meet by chance (和服 in 产品和服务, 日本 in 今日本店). Such a short phrase counts only where it cuts
 * no word that jieba's dictionary knows; longer ones count always.
 *
 * @param tokens of the text, cut without the table
 */
export function alignedMatches(table: PhraseTable, text: string, tokens: readonly Token[]): readonly PhraseMatch[] {
  const all = table.matches(text)
  if (all.length === 0) return all
  const kept: PhraseMatch[] = []
  let end = 0
  let token = 0
  for (const match of all) {
    if (match.start < end) continue
    while (token < tokens.length && (tokens[token] as Token).end <= match.start) token++
    if (match.end - match.start < longEnough && cutsWord(match, tokens, token)) continue
    kept.push(match)
    end = match.end
  }
  return kept
}

function cutsWord(match: PhraseMatch, tokens: readonly Token[], from: number): boolean {
  for (let i = from; i < tokens.length; i++) {
    const { text, start, end } = tokens[i] as Token
    if (start >= match.end) return false
    const isCut = start < match.start || end > match.end
    if (isCut && (!han.test(text) || isKnownHanWord(text))) return true
  }
  return false
}
