import { redact } from '@attune/language'

export interface ExampleCandidate {
  readonly who: string
  readonly sentences: readonly { readonly text: string }[]
  /** A sentence in which one of these stands is the one to show. */
  readonly words: readonly string[]
}

/** What fewer people say is not shown: it would be theirs. */
export const fewestPeople = 3
const mostExamples = 3
const longest = 120

/**
 * Up to three sentences, each of another person, without names, numbers and addresses that could be somebody's; none where
 * fewer than three people spoke.
 *
 * @param candidates the best first
 */
export function exampleSentences(candidates: readonly ExampleCandidate[]): readonly string[] {
  if (new Set(candidates.map(({ who }) => who)).size < fewestPeople) return []
  const shown = new Map<string, string>()
  const seen = new Set<string>()
  for (const { who, sentences, words } of candidates) {
    if (shown.size === mostExamples) break
    if (shown.has(who)) continue
    const folded = words.map((word) => word.toLowerCase())
    const sentence = sentences.find(({ text }) => folded.some((word) => text.toLowerCase().includes(word)))
    if (sentence === undefined) continue
    const characters = [...redact(sentence.text).text]
    const text = characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`
    if (seen.has(text)) continue
    seen.add(text)
    shown.set(who, text)
  }
  return [...shown.values()]
}
