/** FNV-1a of 32 bits over the UTF-16 units of a text: the hash that GrowthBook's SDKs put people into buckets by. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** 2: fair, in steps of 1/10,000. 1: older, in steps of 1/1,000, kept for namespaces and for flags that began with it. */
export type HashVersion = 1 | 2

/**
 * A number in [0, 1) that is always the same for a seed and a value, and independent from seed to seed (GrowthBook, “Build
 * your own SDK”, hash).
 *
 * @example bucketOf('', 'a', 1) // → 0.22
 */
export function bucketOf(seed: string, value: string, version: HashVersion): number {
  return version === 2
    ? (fnv1a32(String(fnv1a32(seed + value))) % 10_000) / 10_000
    : (fnv1a32(value + seed) % 1000) / 1000
}

/** From (inclusive) to (exclusive) within [0, 1]. */
export type BucketRange = readonly [from: number, to: number]

export const inRange = (bucket: number, [from, to]: BucketRange): boolean => bucket >= from && bucket < to

/** A layer and the part of it that an experiment has: two experiments with parts that do not overlap share nobody. */
export type Namespace = readonly [id: string, from: number, to: number]

export const inNamespace = (value: string, [id, from, to]: Namespace): boolean =>
  inRange(bucketOf(`__${id}`, value, 1), [from, to])

/**
 * Where each variation lies in [0, 1): every variation begins at the same place whatever the share of traffic, so that
 * widening an experiment moves nobody from one variation to another. Weights that are not one a variation, or do not add up
 * to 1, count as equal ones.
 *
 * @param coverage share of traffic, limited to [0, 1]
 * @example bucketRanges(2, 0.5, [0.4, 0.6]) // → [[0, 0.2], [0.4, 0.7]]
 */
export function bucketRanges(variations: number, coverage = 1, weights?: readonly number[]): readonly BucketRange[] {
  const share = Math.min(1, Math.max(0, coverage))
  const total = (weights ?? []).reduce((sum, weight) => sum + weight, 0)
  const fits = weights?.length === variations && total >= 0.99 && total <= 1.01
  let start = 0
  return Array.from({ length: variations }, (_, at) => {
    const weight = fits ? (weights[at] ?? 0) : 1 / variations
    const range: BucketRange = [start, start + share * weight]
    start += weight
    return range
  })
}

/** The variation that a bucket lies in, or −1. */
export const variationIn = (bucket: number, ranges: readonly BucketRange[]): number =>
  ranges.findIndex((range) => inRange(bucket, range))
