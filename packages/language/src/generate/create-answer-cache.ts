/** Answers by the hash of everything that made them. They are kept as the model wrote them, without personal data. */
export interface AnswerCache {
  get(key: string): string | undefined
  set(key: string, answer: string): void
}

/** The answers used last, for a while. */
export function createAnswerCache({
  now,
  most = 500,
  keepMs = 3_600_000,
}: {
  readonly now: () => number
  readonly most?: number
  readonly keepMs?: number
}): AnswerCache {
  const kept = new Map<string, { readonly answer: string; readonly until: number }>()
  return {
    get(key) {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      if (found.until <= now()) return undefined
      kept.set(key, found)
      return found.answer
    },
    set(key, answer) {
      kept.delete(key)
      kept.set(key, { answer, until: now() + keepMs })
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
  }
}
