import type { WeighedItem } from './weigh-activity.ts'

/** The vector of an item by its text or from a model; undefined where there is none. All have one length. */
export type ItemVector = (itemId: string) => Float32Array | undefined

/** What somebody likes as a point among items, of length 1: all along, and lately. */
export interface PersonVectors {
  readonly longTerm: Float32Array | undefined
  readonly recent: Float32Array | undefined
  /** Items that had a vector. */
  readonly observations: number
}

/** Sums of item vectors by decayed weight; lately is a quarter of the half-life. */
export function personVectors(weighed: Iterable<WeighedItem>, itemVector: ItemVector): PersonVectors {
  let longTerm: Float32Array | undefined
  let recent: Float32Array | undefined
  let observations = 0
  for (const { item, weight, recent: lately } of weighed) {
    const vector = itemVector(item.id)
    if (vector === undefined || (longTerm !== undefined && vector.length !== longTerm.length)) continue
    longTerm ??= new Float32Array(vector.length)
    recent ??= new Float32Array(vector.length)
    observations++
    for (let at = 0; at < vector.length; at++) {
      longTerm[at] = (longTerm[at] as number) + weight * (vector[at] as number)
      recent[at] = (recent[at] as number) + lately * (vector[at] as number)
    }
  }
  return { longTerm: longTerm && unit(longTerm), recent: recent && unit(recent), observations }
}

/** Undefined for a vector of nothing but zeros (or underflow): it points nowhere. */
function unit(vector: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 1e-12 ? vector.map((value) => value / length) : undefined
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number)
  return sum
}
