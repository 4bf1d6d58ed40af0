import type { RuleContext } from '@attune/recommend'
import type { Item } from '../../api/schemas/items.ts'
import type { ItemRule } from './compile-item-rule.ts'
import type { RuleSubject } from './rule-subject.ts'

export interface Matching {
  /** In the order of the pool. */
  readonly items: readonly Item[]
  readonly ids: ReadonlySet<string>
}

/** The items of a pool that a stranger could be offered under rules. */
export type MatchingItems = (pool: readonly Item[], rules: readonly ItemRule[], now: number) => Matching

const keptMs = 1000
const kept = 32

/** Rules asked about a whole catalogue take milliseconds, so the answer for a pool is kept for a second. */
export function createMatchingItems(): MatchingItems {
  const byPool = new WeakMap<readonly Item[], Map<string, Matching & { readonly at: number }>>()
  return (pool, rules, now) => {
    const answers = byPool.get(pool) ?? new Map<string, Matching & { readonly at: number }>()
    byPool.set(pool, answers)
    const key = JSON.stringify(rules.map(({ source }) => source))
    const before = answers.get(key)
    if (before && Math.abs(now - before.at) < keptMs) return before
    const context: RuleContext<RuleSubject> = { now, seenAt: () => undefined }
    const items = pool.filter((item) => rules.every((rule) => rule.matches({ id: item.id, item }, context)))
    const answer = { items, ids: new Set(items.map(({ id }) => id)), at: now }
    answers.delete(key)
    const oldest = answers.size >= kept ? answers.keys().next().value : undefined
    if (oldest !== undefined) answers.delete(oldest)
    answers.set(key, answer)
    return answer
  }
}
