import type { ScoredItems } from '../recommender.ts'
import type { CompiledRule } from '../rules/compile-rule.ts'
import type { RuleContext } from '../rules/rule-schema.ts'
import { arrange, checkList, checkParameter, type MoveReason, type Reranked } from './stage.ts'

/** What happens to the items a rule matches; `filter` keeps them alone. */
export type RuleAction =
  | { readonly kind: 'filter' }
  | { readonly kind: 'bury' }
  /** Multiplies the score (divides one below 0, so that a factor above 1 always helps); from 1e-6 to 1e6. */
  | { readonly kind: 'boost'; readonly factor: number }
  /** Puts the best match at a place, from 1. */
  | { readonly kind: 'pin'; readonly position: number }

export interface BusinessRule<Subject> {
  /** What explanations call the rule. */
  readonly name: string
  readonly when: CompiledRule<Subject>
  readonly action: RuleAction
}

export interface RulesOptions<Subject> {
  readonly rules: readonly BusinessRule<Subject>[]
  /** What a rule is asked about, by dense item id. */
  readonly subjectOf: (item: number) => Subject
  readonly context: RuleContext<Subject>
}

/**
 * Applies business rules in this order, whatever order they are given in: filters; boosts (several multiply, and the list
 * is sorted by its new scores, so they belong before stages that order by other things); buries, which put matches last in
 * their order; pins, each taking its best match that no earlier pin has. A pin past the end comes last; of two pins for one
 * place the earlier rule has it, the other the next place.
 *
 * @throws RecommendError `bad-parameter` for a factor or position that makes no sense; `columns-differ` or `bad-value` for a
 *   list that is none
 */
export function applyRules<Subject>(list: ScoredItems, options: RulesOptions<Subject>): Reranked {
  const { rules, subjectOf, context } = options
  checkList(list)
  for (const { action } of rules) checkAction(action)
  const subjects = Array.from(list.items, subjectOf)
  const reasons = new Map<number, MoveReason>()
  const state: State = { order: Array.from(list.items, (_, index) => index), scores: Float32Array.from(list.scores) }

  const run = <Kind extends RuleAction['kind']>(kind: Kind, step: Step<Kind>): void => {
    for (const { name, when, action } of rules) {
      if (action.kind !== kind) continue
      const matches = (index: number): boolean => when.matches(subjects[index] as Subject, context)
      const { kind: _, ...details } = action
      for (const index of step(state, matches, action as ActionOf<Kind>)) {
        reasons.set(index, { kind: 'rule', rule: name, action: kind, ...details })
      }
    }
  }
  const omitted: number[] = []
  const places = new Map<number, number>()
  run('filter', (now, matches) => {
    const refused = now.order.filter((index) => !matches(index))
    now.order = now.order.filter(matches)
    omitted.push(...refused)
    return refused
  })
  run('boost', boost)
  run('bury', bury)
  run('pin', ({ order }, matches, { position }) => {
    const best = order.find((index) => !places.has(index) && matches(index))
    if (best === undefined) return []
    places.set(best, freePlace(position, order.length, new Set(places.values())))
    return [best]
  })

  const why = (index: number): MoveReason => reasons.get(index) ?? { kind: 'made-room' }
  const moved = arrange({ items: list.items, scores: state.scores }, withPins(state.order, places), {
    raised: why,
    lowered: why,
  })
  const left = omitted.map((index) => {
    return { item: list.items[index] as number, from: index + 1, to: undefined, reason: why(index) }
  })
  return { ...moved, moves: [...moved.moves, ...left] }
}

interface State {
  /** Indexes into the list as it was given. */
  order: number[]
  /** By index; boosts change them. */
  readonly scores: Float32Array
}

type ActionOf<Kind extends RuleAction['kind']> = Extract<RuleAction, { kind: Kind }>

/** Carries out a rule and says which items it took hold of. */
type Step<Kind extends RuleAction['kind']> = (
  state: State,
  matches: (index: number) => boolean,
  action: ActionOf<Kind>,
) => readonly number[]

const boost: Step<'boost'> = ({ order, scores }, matches, { factor }) => {
  const boosted = order.filter(matches)
  for (const index of boosted) {
    const score = scores[index] as number
    scores[index] = score >= 0 ? score * factor : score / factor
  }
  if (boosted.length > 0) order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
  return boosted
}

const bury: Step<'bury'> = (state, matches) => {
  const buried = state.order.filter(matches)
  const kept = state.order.filter((index) => !matches(index))
  state.order = [...kept, ...buried]
  return buried
}

/** The wanted place, from 1, or the next that is free; past the end the last that is free. */
function freePlace(wanted: number, length: number, taken: ReadonlySet<number>): number {
  let place = Math.min(wanted, length)
  while (place <= length && taken.has(place)) place++
  if (place <= length) return place
  place = length
  while (taken.has(place)) place--
  return place
}

/** The order with the pinned at their places (index → place from 1) and the others around them. */
function withPins(order: readonly number[], places: ReadonlyMap<number, number>): readonly number[] {
  const pinned = new Map([...places].map(([index, place]) => [place, index]))
  const others = order.filter((index) => !places.has(index)).values()
  return order.map((_, at) => pinned.get(at + 1) ?? (others.next().value as number))
}

function checkAction(action: RuleAction): void {
  if (action.kind === 'boost') checkParameter('factor', action.factor, 1e-6, 1e6)
  if (action.kind === 'pin') checkParameter('position', action.position, 1, Number.MAX_SAFE_INTEGER, true)
}
