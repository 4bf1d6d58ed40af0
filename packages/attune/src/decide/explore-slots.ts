import type { Candidate } from './find-candidates.ts'

export interface Slot {
  readonly itemId: string
  readonly score: number
  /** `explored`: drawn from all that may be shown; `new`: from the new items. */
  readonly source: Candidate['source'] | 'explored' | 'new'
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
  /** New items that are given places of their own: all of them eligible, all different, and in the pool. */
  readonly fresh?: { readonly share: number; readonly itemIds: readonly string[] } | undefined
  readonly rng: () => number
}

/** Whether a place went to an item that was drawn, not chosen. */
export const wasDrawn = ({ source }: Pick<Slot, 'source'>): boolean => source === 'explored' || source === 'new'

/**
 * Gives each place to the best candidate left or, with probability ε, to an item drawn uniformly from the m eligible ones
 * that are not placed yet or, with probability s, to one drawn uniformly from the k new ones among them. So a place's item
 * has propensity (1 − ε − s)·[it is the best left] + ε / m + s / k·[it is new], exactly; where no new item is left s is 0.
 *
 * Uniform and not by Thompson sampling: that has no closed form for the probability of an item, and a log whose
 * propensities are estimates cannot be trusted by those who evaluate other policies on it. An item leaves the new ones once
 * it was shown often enough, so that the draws go to those of which least is known.
 */
export function exploreSlots(candidates: readonly Candidate[], options: ExploreOptions): Slot[] {
  const { n, epsilon, pool, eligible, isEligible, fresh, rng } = options
  const slots: Slot[] = []
  const placed = new Set<string>()
  let next = 0
  while (slots.length < n) {
    while (next < candidates.length && placed.has((candidates[next] as Candidate).itemId)) next++
    const best = candidates[next]
    const left = eligible - placed.size
    const share = epsilon > 0 && left > 0 ? epsilon : 0
    const newLeft = fresh && fresh.share > 0 ? fresh.itemIds.filter((id) => !placed.has(id)) : []
    const newShare = newLeft.length > 0 ? (fresh?.share ?? 0) : 0
    const chance = share + newShare > 0 ? rng() : 1
    const drawn = chance < share ? draw(pool, (id) => !placed.has(id) && isEligible(id), rng) : undefined
    const drawnNew =
      chance >= share && chance < share + newShare ? newLeft[Math.floor(rng() * newLeft.length)] : undefined
    const itemId = drawn ?? drawnNew ?? best?.itemId
    if (itemId === undefined) break
    const isBest = itemId === best?.itemId
    const isNew = newShare > 0 && newLeft.includes(itemId)
    const source = drawn !== undefined ? 'explored' : drawnNew !== undefined ? 'new' : (best as Candidate).source
    slots.push({
      itemId,
      score: isBest ? best.score : 0,
      ...(wasDrawn({ source }) || best?.dense === undefined ? {} : { dense: best.dense }),
      source,
      propensity:
        (isBest ? 1 - share - newShare : 0) + (share > 0 ? share / left : 0) + (isNew ? newShare / newLeft.length : 0),
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
