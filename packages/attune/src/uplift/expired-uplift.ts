import type { RetentionRule } from '../protect/retention-rules.ts'

const dayMs = 86_400_000

/**
 * How long a model of uplift is kept after the last of what it learnt from: as long as any event, for of then on nothing is left
 * that it was made of. Undefined where some events stay.
 */
export function upliftKeptDays(rules: readonly RetentionRule[]): number | undefined {
  const everything = rules.some(({ sql }) => sql === 'true')
  return everything ? Math.max(...rules.map(({ days }) => days)) : undefined
}

/** @param to ISO 8601: what it learnt from was known before there */
export const isUpliftOver = (to: string, keptDays: number | undefined, now: number): boolean =>
  keptDays !== undefined && Date.parse(to) < now - keptDays * dayMs
