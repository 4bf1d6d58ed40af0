import type { Attune } from '../attune.ts'

const keptMs = 60_000
const mostKept = 100

/**
 * Keeps answers that are dear to work out for a minute by the clock, shares one that is being worked out, and works out one at
 * a time. Whatever somebody says about consent drops them all.
 */
export function keptAnswers<Answer>({
  clock,
  consent,
}: Pick<Attune, 'clock' | 'consent'>): (key: string, work: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, { readonly answer: Promise<Answer>; until: number }>()
  let last: Promise<unknown> = Promise.resolve()
  consent.onChange(() => kept.clear())
  return (key, work) => {
    const known = kept.get(key)
    if (known && clock() < known.until) return known.answer
    if (kept.size >= mostKept) kept.clear()
    const answer = last.then(work)
    const entry = { answer, until: Number.POSITIVE_INFINITY }
    last = answer.catch(() => {})
    kept.set(key, entry)
    answer.then(
      () => (entry.until = clock() + keptMs),
      () => kept.get(key) === entry && kept.delete(key),
    )
    return answer
  }
}
