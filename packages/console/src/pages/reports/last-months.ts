/** The running month and those before it, newest first, as `2026-10`, of UTC. */
export function lastMonths(now: number, count = 24): readonly string[] {
  const today = new Date(now)
  return Array.from({ length: count }, (_, k) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - k)).toISOString().slice(0, 7),
  )
}
