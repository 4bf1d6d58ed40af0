import { RecommendError } from '../errors.ts'
import type { Text } from '../parameter-schemas.ts'
import type { History, Recommender, RecommendOptions, ScoredItems } from '../recommender.ts'

/** One way to answer, and from how much history on it may be asked. */
export interface ColdStartStep {
  readonly recommender: Recommender
  /** As it stands in the sentence, for example `{ en: 'people like you', zh: '与你相似的人' }`. */
  readonly title: Text
  /** Distinct items of positive weight that the history must hold. 0: serves strangers. */
  readonly fewestItems: number
}

export interface ColdStartAnswer extends ScoredItems {
  /** Index of the step that brought each item; scores compare only within a step. */
  readonly steps: Uint8Array
  /** What was done and why, in a sentence or two. */
  readonly said: Text
}

export interface ColdStartPolicy {
  /** Items of the first step that has enough history, filled up from the steps after it. */
  recommend(history: History, n: number, options?: RecommendOptions): ColdStartAnswer
}

/**
 * What to do about people with little history: an order of recommenders, from the one that needs most to the one that
 * needs nothing, with an account of what was done.
 *
 * @param steps in order of preference, at most 255; give the last `fewestItems: 0` so that everybody is served
 * @throws RecommendError `bad-parameter` when there is no step or a `fewestItems` is not a whole number of at least 0
 * @example
 * const policy = coldStartPolicy([
 *   { recommender: knn, title: { en: 'your history', zh: '你的历史' }, fewestItems: 3 },
 *   { recommender: popular, title: { en: 'what is popular', zh: '热门内容' }, fewestItems: 0 },
 * ])
 * policy.recommend(history, 10).said.en
 * // → 'The history holds 1 item; your history needs 3. 10 items come from what is popular.'
 */
export function coldStartPolicy(steps: readonly ColdStartStep[]): ColdStartPolicy {
  if (steps.length === 0 || steps.length > 255) {
    throw new RecommendError('bad-parameter', 'A cold-start policy needs 1 to 255 steps.', { parameter: 'steps' })
  }
  for (const [at, { fewestItems }] of steps.entries()) {
    if (Number.isInteger(fewestItems) && fewestItems >= 0) continue
    const message = `Step ${at}: fewestItems must be a whole number of at least 0.`
    throw new RecommendError('bad-parameter', message, { parameter: 'fewestItems' })
  }
  return {
    recommend(history, n, options = {}) {
      const known = new Set(history.items.filter((_, at) => (history.weights[at] as number) > 0)).size
      const items: number[] = []
      const scores: number[] = []
      const from: number[] = []
      const taken = new Set<number>()
      const accounts: Account[] = []
      for (const [at, { recommender, title, fewestItems }] of steps.entries()) {
        if (known < fewestItems) {
          accounts.push({ title, needed: fewestItems, brought: 0 })
          continue
        }
        if (items.length >= n) break
        const exclude = (item: number): boolean => taken.has(item) || options.exclude?.(item) === true
        const answer = recommender.recommend(history, n - items.length, { ...options, exclude })
        for (const [slot, item] of answer.items.entries()) {
          taken.add(item)
          items.push(item)
          scores.push(answer.scores[slot] as number)
          from.push(at)
        }
        accounts.push({ title, needed: null, brought: answer.items.length })
      }
      const said = { en: inEnglish(known, accounts), zh: inChinese(known, accounts) }
      return { items: Int32Array.from(items), scores: Float32Array.from(scores), steps: Uint8Array.from(from), said }
    },
  }
}

interface Account {
  readonly title: Text
  /** Items it needs and did not get; null when it was asked. */
  readonly needed: number | null
  readonly brought: number
}

function inEnglish(known: number, accounts: readonly Account[]): string {
  const count = (items: number): string => `${items} item${items === 1 ? '' : 's'}`
  const lacking = accounts.filter(({ needed }) => needed !== null)
  const asked = accounts.filter(({ needed }) => needed === null)
  const needs = lacking.map(({ title, needed }) => `${title.en} needs ${needed}`).join(', ')
  const why = lacking.length === 0 ? '' : `The history holds ${count(known)}; ${needs}. `
  const brought = asked.filter((account) => account.brought > 0)
  if (brought.length === 0) return `${why}Nothing could be recommended.`
  const parts = brought.map((account) => `${account.brought} from ${account.title.en}`).join(', ')
  const [only] = brought
  const what =
    brought.length === 1 && only
      ? `${count(only.brought)} ${only.brought === 1 ? 'comes' : 'come'} from ${only.title.en}.`
      : `${count(brought.reduce((sum, account) => sum + account.brought, 0))}: ${parts}.`
  return `${why}${what}`
}

function inChinese(known: number, accounts: readonly Account[]): string {
  const lacking = accounts.filter(({ needed }) => needed !== null)
  const brought = accounts.filter((account) => account.brought > 0)
  const needs = lacking.map(({ title, needed }) => `“${title.zh}”需要 ${needed} 个`).join('，')
  const why = lacking.length === 0 ? '' : `历史中有 ${known} 个物品，${needs}。`
  if (brought.length === 0) return `${why}没有可推荐的内容。`
  const parts = brought.map((account) => `${account.brought} 个来自“${account.title.zh}”`).join('，')
  return `${why}${parts}。`
}
