import { MeasureError } from '../errors.ts'
import { type Rng, seededRng, shuffle } from '../random.ts'

export interface ShapleyOptions {
  /** Players up to which every coalition is looked at. Default 12. */
  readonly exactUpTo?: number
  /** Orders drawn beyond. Default 2,000. */
  readonly permutations?: number
  readonly rng?: Rng
}

/**
 * Shapley values: what each player adds to a coalition, on average over all orders in which they may come (Shapley 1953); exact for few
 * players, over drawn orders (Castro et al. 2009) beyond. They sum to worth(all) − worth(nobody).
 *
 * @param players at most 30
 * @param worth of a coalition, as bits: 1 << player
 * @returns [players]
 * @throws MeasureError `out-of-range`
 */
export function shapleyValues(
  players: number,
  worth: (coalition: number) => number,
  { exactUpTo = 12, permutations = 2000, rng = seededRng(1) }: ShapleyOptions = {},
): Float64Array {
  if (!Number.isInteger(players) || players < 1 || players > 30)
    throw new MeasureError('out-of-range', 'From 1 to 30 players can be told apart; put the rarest together.')
  const known = new Map<number, number>()
  const worthOf = (coalition: number): number => {
    const before = known.get(coalition)
    if (before !== undefined) return before
    const value = worth(coalition)
    known.set(coalition, value)
    return value
  }
  return players <= Math.min(exactUpTo, 20) ? exact(players, worthOf) : sampled(players, worthOf, permutations, rng)
}

function exact(players: number, worthOf: (coalition: number) => number): Float64Array {
  const values = new Float64Array(players)
  // |S|! (n − |S| − 1)! / n! for each size of S.
  const weights = Float64Array.from({ length: players }, (_, size) => 1 / (players * choose(players - 1, size)))
  for (let coalition = 0; coalition < 2 ** players; coalition++) {
    const weight = weights[bits(coalition)] as number
    for (let player = 0; player < players; player++) {
      if (coalition & (1 << player)) continue
      const added = worthOf(coalition | (1 << player)) - worthOf(coalition)
      values[player] = (values[player] as number) + weight * added
    }
  }
  return values
}

function sampled(
  players: number,
  worthOf: (coalition: number) => number,
  permutations: number,
  rng: Rng,
): Float64Array {
  const values = new Float64Array(players)
  const order = Int32Array.from({ length: players }, (_, player) => player)
  for (let draw = 0; draw < permutations; draw++) {
    shuffle(order, rng)
    let coalition = 0
    for (const player of order) {
      const joined = coalition | (1 << player)
      values[player] = (values[player] as number) + (worthOf(joined) - worthOf(coalition)) / permutations
      coalition = joined
    }
  }
  return values
}

function choose(n: number, k: number): number {
  let result = 1
  for (let i = 0; i < k; i++) result = (result * (n - i)) / (i + 1)
  return result
}

function bits(coalition: number): number {
  let count = 0
  for (let left = coalition; left !== 0; left &= left - 1) count++
  return count
}
