import type { NextActions, NextActionsInput } from '../api/schemas/value.ts'

/** A buyer as actions see them. */
export interface Actable {
  readonly personId: string
  /** Worth of one order more, and of the whole time to the horizon. */
  readonly order: number
  readonly lifetime: number
}

type Action = NextActionsInput['actions'][number]

/**
 * For each person the action with the highest expected gain, uplift × worth − cost, or none where nothing pays; with a budget,
 * those with the best gain per cost first. A person without an uplift score is left alone.
 *
 * @param upliftOf NaN where there is no score
 */
export function nextActions(
  people: readonly Actable[],
  { actions, limit, budget }: NextActionsInput,
  upliftOf: (personId: string, score: string) => number,
): Omit<NextActions, 'currency'> {
  const chosen = people.flatMap((person) => {
    let best: { readonly action: Action; readonly gain: number } | undefined
    for (const action of actions) {
      const uplift = typeof action.uplift === 'number' ? action.uplift : upliftOf(person.personId, action.uplift.score)
      const gain = uplift * person[action.worth] - action.cost
      if (gain > 0 && (!best || gain > best.gain)) best = { action, gain }
    }
    return best ? { personId: person.personId, ...best } : []
  })
  const perCost = (gain: number, cost: number): number => (cost > 0 ? gain / cost : Number.POSITIVE_INFINITY)
  const order = chosen.toSorted(
    (a, b) => perCost(b.gain, b.action.cost) - perCost(a.gain, a.action.cost) || b.gain - a.gain,
  )
  let left = budget ?? Number.POSITIVE_INFINITY
  const done = order.filter(({ action }) => {
    if (action.cost > left) return false
    left -= action.cost
    return true
  })
  return {
    buyers: people.length,
    actions: actions.map(({ name, cost }) => {
      const own = done.filter(({ action }) => action.name === name)
      return { name, people: own.length, cost: own.length * cost, gain: own.reduce((sum, { gain }) => sum + gain, 0) }
    }),
    nothing: people.length - chosen.length,
    beyondBudget: chosen.length - done.length,
    people: done
      .toSorted((a, b) => b.gain - a.gain)
      .slice(0, limit)
      .map(({ personId, action, gain }) => ({ personId, action: action.name, gain, cost: action.cost })),
  }
}
