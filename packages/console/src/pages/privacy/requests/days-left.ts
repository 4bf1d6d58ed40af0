const dayMs = 86_400_000

/** How near a deadline is: the tone, and whole days left (or gone by, where it is over). */
export interface DaysLeft {
  readonly tone: 'bad' | 'warn' | ''
  readonly days: number
}

/** @param dueAt and `now` in milliseconds since the epoch */
export function daysLeft(dueAt: number, now: number): DaysLeft {
  if (dueAt < now) return { tone: 'bad', days: Math.floor((now - dueAt) / dayMs) }
  const days = Math.floor((dueAt - now) / dayMs)
  return { tone: dueAt - now < 7 * dayMs ? 'warn' : '', days }
}
