import { expect, test } from 'vitest'
import { bucketOf, bucketRanges, fnv1a32, inNamespace, variationIn } from './bucket-of.ts'

test('FNV-1a agrees with the vectors of its authors', () => {
  expect(fnv1a32('')).toBe(0x811c9dc5)
  expect(fnv1a32('a')).toBe(0xe40c292c)
  expect(fnv1a32('foobar')).toBe(0xbf9cf968)
})

test('a bucket of version 1 is the hash of value and seed in thousandths: a is 0xe40c292c = 3826002220', () => {
  expect(bucketOf('', 'a', 1)).toBe(0.22)
})

test('buckets agree with the vectors that GrowthBook publishes for its SDKs', () => {
  const published = [
    ['', 'b', 1, 0.077],
    ['b', 'a', 1, 0.946],
    ['ef', 'd', 1, 0.652],
    ['asdf', '8952klfjas09ujk', 1, 0.549],
    ['', '123', 1, 0.011],
    ['', '___)((*":&', 1, 0.563],
    ['seed', 'a', 2, 0.0505],
    ['seed', 'b', 2, 0.2696],
    ['foo', 'ab', 2, 0.2575],
    ['foo', 'def', 2, 0.2019],
  ] as const
  for (const [seed, value, version, bucket] of published) expect(bucketOf(seed, value, version)).toBe(bucket)
})

/** Multiplied out in whole numbers of any length, so that nothing depends on how 32 bits wrap. */
function slowBucket(seed: string, value: string): number {
  const slow = (text: string): bigint => {
    let hash = 2166136261n
    for (const unit of Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)))
      hash = ((hash ^ BigInt(unit)) * 16777619n) % 2n ** 32n
    return hash
  }
  return Number(slow(String(slow(seed + value))) % 10_000n) / 10_000
}

test('a bucket of version 2 hashes twice, whatever the letters', () => {
  for (const [seed, value] of [
    ['checkout', 'ann'],
    ['', ''],
    ['结账', '小王'],
    ['tea', '👩‍🌾 42'],
  ] as const)
    expect(bucketOf(seed, value, 2)).toBe(slowBucket(seed, value))
})

test('buckets of version 2 are spread evenly, and differ from seed to seed', () => {
  const counts = new Array<number>(10).fill(0)
  let together = 0
  for (let person = 0; person < 20_000; person++) {
    const bucket = bucketOf('one', `person-${person}`, 2)
    counts[Math.floor(bucket * 10)] = (counts[Math.floor(bucket * 10)] ?? 0) + 1
    if (bucket < 0.5 && bucketOf('two', `person-${person}`, 2) < 0.5) together++
  }
  // χ² with 9 degrees of freedom: 27.9 is its 99.9th percentile.
  expect(counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9)
  expect(together / 20_000).toBeCloseTo(0.25, 1.5)
})

test('ranges begin where they would with all traffic', () => {
  expect(bucketRanges(2, 0.5, [0.4, 0.6])).toEqual([
    [0, 0.2],
    [0.4, 0.7],
  ])
  expect(bucketRanges(2)).toEqual([
    [0, 0.5],
    [0.5, 1],
  ])
})

test('widening an experiment moves nobody from one variation to another', () => {
  const [narrow, wide] = [bucketRanges(3, 0.2, [0.5, 0.3, 0.2]), bucketRanges(3, 0.9, [0.5, 0.3, 0.2])]
  for (let at = 0; at < 1000; at++) {
    const before = variationIn(at / 1000, narrow)
    if (before >= 0) expect(variationIn(at / 1000, wide)).toBe(before)
  }
})

test('weights that do not fit count as equal ones, and a share outside 0 to 1 as its end', () => {
  expect(bucketRanges(2, 1, [0.4, 0.1])).toEqual(bucketRanges(2))
  expect(bucketRanges(2, 1, [0.2, 0.3, 0.5])).toEqual(bucketRanges(2))
  expect(bucketRanges(2, 1.2)).toEqual(bucketRanges(2))
  expect(bucketRanges(2, -0.2)).toEqual([
    [0, 0],
    [0.5, 0.5],
  ])
})

test('parts of a layer that do not overlap share nobody, and together have everybody', () => {
  for (let person = 0; person < 500; person++) {
    const value = `person-${person}`
    const [first, second] = [inNamespace(value, ['pricing', 0, 0.3]), inNamespace(value, ['pricing', 0.3, 1])]
    expect(first).toBe(!second)
  }
})
