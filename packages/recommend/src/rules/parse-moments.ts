const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Milliseconds of a duration such as `30m`, `12h`, `7d` or `1.5w`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])$/.exec(text.trim())
  return parts ? Number(parts[1]) * (unitMs[parts[2] as string] as number) : undefined
}

/** Milliseconds since the epoch of `2026-03-01` (midnight UTC) or `2026-03-01T08:30:00+08:00`; undefined for any other text. */
export function parseDate(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text)
  if (!parts) return undefined
  const midnight = Date.parse(`${parts[1]}T00:00:00Z`)
  // The 30th of February would become the 2nd of March.
  const exists = Number.isFinite(midnight) && new Date(midnight).toISOString().startsWith(parts[1] as string)
  const ms = Date.parse(text)
  return exists && Number.isFinite(ms) ? ms : undefined
}
