export interface DayTokens {
  /** `2026-11-27`, UTC. */
  readonly day: string
  readonly tokens: number
}

const dayMs = 86_400_000

/** The last days in a row, those without a call too. */
export function everyDay(known: readonly DayTokens[], days: number, now: number): readonly DayTokens[] {
  const tokens = new Map(known.map((one) => [one.day, one.tokens]))
  return Array.from({ length: days }, (_, i) => {
    const day = new Date(now - (days - 1 - i) * dayMs).toISOString().slice(0, 10)
    return { day, tokens: tokens.get(day) ?? 0 }
  })
}
