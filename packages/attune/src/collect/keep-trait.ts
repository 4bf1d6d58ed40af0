import type { TraitRule } from './trait-rules.ts'

/** Where a trait comes from. */
export interface TraitOrigin {
  /** Null where it was told before sources were remembered. */
  readonly source: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** What one source said of one trait. */
export interface ToldTrait extends TraitOrigin {
  readonly value: unknown
}

/** The source of a value that somebody put right: it stands against every rule that does not ask for the newest. */
export const corrected = '*'

/** Values that a `union` holds at most. */
const mostValues = 100

/**
 * Which of two words about a trait is kept. `late` is the one that was told or looked at last: it wins where both are equal.
 * With `union` the answer holds what both say, in one order whatever came first.
 */
export function keepTrait(rule: TraitRule | undefined, early: ToldTrait, late: ToldTrait): ToldTrait {
  const newer = late.at >= early.at ? late : early
  if (rule === undefined || rule.keep === 'newest') return newer
  if (rule.keep === 'union') return { ...newer, value: union(early.value, late.value) }
  if (early.source === corrected || late.source === corrected)
    return early.source !== corrected ? late : late.source !== corrected ? early : newer
  switch (rule.keep) {
    case 'oldest':
      return late.at < early.at ? late : early
    case 'mostTrusted': {
      const [before, after] = [rankOf(rule, early.source), rankOf(rule, late.source)]
      return before === after ? newer : after < before ? late : early
    }
    case 'highest':
    case 'lowest': {
      const [a, b] = [numberOf(early.value), numberOf(late.value)]
      if (a === b) return newer
      // What is no number loses to every one that is.
      if (Number.isNaN(a) || Number.isNaN(b))
        return Number.isNaN(a) && Number.isNaN(b) ? newer : Number.isNaN(a) ? late : early
      return b > a === (rule.keep === 'highest') ? late : early
    }
  }
}

/**
 * Whether a word that a trait is gone (`null`) takes it away: from the same time on or later, and of a source that is
 * trusted as much. What was put right only goes by what is newer, where the newest counts.
 */
export function takesAway(rule: TraitRule | undefined, kept: ToldTrait, gone: TraitOrigin): boolean {
  if (gone.at < kept.at) return false
  const keep = rule?.keep ?? 'newest'
  if (kept.source === corrected && keep !== 'newest' && keep !== 'union') return gone.source === corrected
  return rule?.keep !== 'mostTrusted' || rankOf(rule, gone.source) <= rankOf(rule, kept.source)
}

function rankOf({ trust = [] }: TraitRule, source: string | null): number {
  const rank = source === null ? -1 : trust.indexOf(source)
  return rank >= 0 ? rank : source === null ? trust.length + 1 : trust.length
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

function union(a: unknown, b: unknown): unknown {
  const all = [a, b].flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
  const byText = new Map(all.map((value) => [JSON.stringify(value), value]))
  return [...byText]
    .toSorted(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0))
    .slice(0, mostValues)
    .map(([, value]) => value)
}
