import type { Candidate } from './find-candidates.ts'

export interface Slot {
  readonly itemId: string
  readonly score: number
  readonly source: Candidate['source'] | 'explored'
  /** Its number in the model, for those of a model. */
  readonly dense?: number
  /** Probability that this item gets this place, given the places before it. */
  readonly propensity: number
}

export interface ExploreOptions {
  readonly n: number
  /** Probability that a place is given to a random item. */
  readonly epsilon: number
  /** What a random item is drawn from; may contain items that are not eligible. */
  readonly pool: readonly { readonly id: string }[]
  /** How many items of the pool are eligible before anything is placed. */
  readonly eligible: number
  readonly isEligible: (itemId: string) => boolean
  readonly rng: () => number
}

/**
 * Gives each place to the best candidate left or, with probability ε, to an item drawn uniformly from the m eligible ones
 * that are not placed yet. So a place's item has propensity (1 − ε)·[it is the best left] + ε / m.
 */
export function exploreSlots(candidates: readonly Candidate[], options: ExploreOptions): Slot[] {
  const { n, epsilon, pool, eligible, isEligible, rng } = options
  const slots: Slot[] = []
  const placed = new Set<string>()
  let next = 0
  while (slots.length < n) {
    while (next < candidates.length && placed.has((candidates[next] as Candidate).itemId)) next++
    const best = candidates[next]
    const left = eligible - placed.size
    const share = epsilon > 0 && left > 0 ? epsilon : 0
    const drawn = share > 0 && rng() < share ? draw(pool, (id) => !placed.has(id) && isEligible(id), rng) : undefined
    const itemId = drawn ?? best?.itemId
    if (itemId === undefined) break
    const isBest = itemId === best?.itemId
    slots.push({
      itemId,
      score: isBest ? best.score : 0,
      ...(drawn !== undefined || best?.dense === undefined ? {} : { dense: best.dense }),
      source: drawn !== undefined ? 'explored' : (best as Candidate).source,
      propensity: (isBest ? 1 - share : 0) + (share > 0 ? share / left : 0),
    })
    placed.add(itemId)
  }
  return slots
}

/** Uniform over the allowed items: by trial while that is quick, else by counting them out. */
function draw(
  pool: readonly { readonly id: string }[],
  allowed: (id: string) => boolean,
  rng: () => number,
): string | undefined {
  const pick = (from: readonly { readonly id: string }[]): string | undefined =>
    from[Math.floor(rng() * from.length)]?.id
  for (let trial = 0; trial < 20; trial++) {
    const id = pick(pool)
    if (id !== undefined && allowed(id)) return id
  }
  return pick(pool.filter(({ id }) => allowed(id)))
}
