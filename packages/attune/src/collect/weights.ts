/** What each kind of interaction says about taste, from −1 to 1. `rating` is multiplied by (stars − 2.5) / 2.5. */
export const builtInWeights: Readonly<Record<string, number>> = {
  exposure: 0,
  view: 0.1,
  click: 0.2,
  'search-click': 0.2,
  play: 0.2,
  read: 0.3,
  complete: 0.5,
  wishlist: 0.4,
  unwishlist: -0.2,
  comment: 0.4,
  save: 0.5,
  cart: 0.5,
  uncart: -0.3,
  checkout: 0.6,
  follow: 0.5,
  unfollow: -0.3,
  review: 0.5,
  like: 0.6,
  dislike: -0.5,
  share: 0.7,
  order: 1,
  refund: -1,
  rating: 1,
}

/** Of a kind that has no weight in the table or the configuration: as a click. */
export const defaultWeight = 0.2

/** Configured weights on top of the built-in ones. */
export type Weights = Readonly<Record<string, number>>

/**
 * The weight of one interaction. Amounts count only for ratings: five stars are 1, one star is −0.6, none is −1.
 * Quantities do not: buying ten says little more about taste than buying one.
 *
 * @example weightOf('rating', 4) // 0.6
 */
export function weightOf(kind: string, amount: number, weights: Weights = {}): number {
  const weight = Object.hasOwn(weights, kind)
    ? weights[kind]
    : Object.hasOwn(builtInWeights, kind)
      ? builtInWeights[kind]
      : undefined
  if (kind === 'rating') return (weight ?? defaultWeight) * Math.max(-1, Math.min(1, (amount - 2.5) / 2.5))
  return weight ?? defaultWeight
}

/** The same as a DuckDB expression over the columns `kind` and `amount` of `interactions` (with an alias: `i.kind`). */
export function weightSql(weights: Weights = {}, alias?: string): string {
  const kind = alias ? `${alias}.kind` : 'kind'
  const amount = alias ? `${alias}.amount` : 'amount'
  const branches = Object.entries({ ...builtInWeights, ...weights }).map(([name, weight]) => {
    const value = `${weight.toExponential()}::DOUBLE`
    const factor = name === 'rating' ? ` * greatest(-1e0, least(1e0, (${amount} - 2.5e0) / 2.5e0))` : ''
    return `WHEN '${name.replaceAll("'", "''")}' THEN ${value}${factor}`
  })
  return `(CASE ${kind} ${branches.join(' ')} ELSE ${defaultWeight.toExponential()}::DOUBLE END)`
}
