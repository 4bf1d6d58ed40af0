/** Items by decayed weight, always sorted: every stored event moves its item to its new place. */
export interface PopularItems {
  add(item: number, weight: number, time: number): void
  /** Adds many without keeping the order meanwhile; for the first load. `score` is what `decayed` gave. */
  load(scores: Iterable<readonly [item: number, score: number]>): void
  /** The item's score as a share of the best one's; 0 where it has none. */
  shareOf(item: number): number
  /** Items with a score above zero, best first; ties by id. */
  ranked(): Iterable<{ readonly item: number; readonly share: number }>
}

/** An interaction this old counts half. */
export const popularHalfLifeMs = 14 * 86_400_000

/**
 * The moment at which an interaction counts exactly its weight; later ones count more, so that no score ever has to be
 * aged (forward decay: Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009). Doubles hold 39 years to either side.
 */
export const popularReference = Date.UTC(2026, 0, 1)

export const decayed = (weight: number, time: number): number =>
  weight * 2 ** ((time - popularReference) / popularHalfLifeMs)

/**
 * The leading 26 bits: sums of the same interactions in another order (as after a restart) differ in the last bits, and
 * must not change the order (Veltkamp's splitting).
 */
function rounded(score: number): number {
  const shifted = score * (2 ** 27 + 1)
  return shifted - (shifted - score)
}

/** @param nameOf item number → item id */
export function createPopularItems(nameOf: (item: number) => string): PopularItems {
  let sums = new Float64Array(1024)
  /** Rounded sums: what is compared and shown. */
  let scores = new Float64Array(1024)
  let order = new Int32Array(1024)
  let size = 0

  function fit(item: number): void {
    if (item < scores.length) return
    const length = Math.max(item + 1, scores.length * 2)
    const largerSums = new Float64Array(length)
    const largerScores = new Float64Array(length)
    const largerOrder = new Int32Array(length)
    largerSums.set(sums)
    largerScores.set(scores)
    largerOrder.set(order)
    sums = largerSums
    scores = largerScores
    order = largerOrder
  }

  /** How many of the ranked items come before an item with this score. */
  function placeOf(item: number, score: number): number {
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >> 1
      const other = order[middle] as number
      const otherScore = scores[other] as number
      if (otherScore > score || (otherScore === score && nameOf(other) < nameOf(item))) low = middle + 1
      else high = middle
    }
    return low
  }

  function setSum(item: number, sum: number): void {
    const old = scores[item] as number
    const score = rounded(sum)
    if (old > 0) {
      const place = placeOf(item, old)
      order.copyWithin(place, place + 1, size)
      size--
    }
    sums[item] = sum
    scores[item] = score
    if (score <= 0) return
    const place = placeOf(item, score)
    order.copyWithin(place + 1, place, size)
    order[place] = item
    size++
  }

  return {
    add(item, weight, time) {
      if (weight === 0) return
      fit(item)
      setSum(item, (sums[item] as number) + decayed(weight, time))
    },
    load(entries) {
      for (const [item, score] of entries) {
        fit(item)
        sums[item] = (sums[item] as number) + score
        scores[item] = rounded(sums[item] as number)
      }
      size = 0
      for (let item = 0; item < scores.length; item++) if ((scores[item] as number) > 0) order[size++] = item
      order
        .subarray(0, size)
        .sort((a, b) => (scores[b] as number) - (scores[a] as number) || (nameOf(a) < nameOf(b) ? -1 : 1))
    },
    shareOf(item) {
      const score = scores[item] ?? 0
      return score > 0 ? score / (scores[order[0] as number] as number) : 0
    },
    *ranked() {
      const best = size > 0 ? (scores[order[0] as number] as number) : 1
      for (let place = 0; place < size; place++) {
        const item = order[place] as number
        yield { item, share: (scores[item] as number) / best }
      }
    },
  }
}
