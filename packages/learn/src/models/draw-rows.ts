import { createRandom } from '../train/random.ts'

/** How much more often what is frequent is drawn: frequency to this power, as word2vec. */
const power = 0.75

/**
 * Items to hold others against, drawn by frequency^¾ for each step anew, from seed and step alone.
 *
 * @returns for a step `drawn` [count] and `corrections` [count], minus the logarithm of how often each is expected
 */
export function drawRows(
  sequences: readonly Int32Array[],
  items: number,
  { count, seed }: { readonly count: number; readonly seed: number },
): (step: number) => { readonly drawn: BigInt64Array; readonly corrections: Float32Array } {
  const chances = new Float64Array(items)
  for (const sequence of sequences) for (const item of sequence) (chances[item] as number) += 1
  let total = 0
  const sums = chances.map((times) => (total += times ** power))
  return (step) => {
    const random = createRandom(seed, `drawn ${step}`)
    const drawn = new BigInt64Array(count)
    const corrections = new Float32Array(count)
    for (let at = 0; at < count; at++) {
      const item = firstAbove(sums, random() * total)
      drawn[at] = BigInt(item)
      corrections[at] = -Math.log((count * (chances[item] as number) ** power) / total)
    }
    return { drawn, corrections }
  }
}

/** The first place of a rising list whose number is above a value. */
function firstAbove(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] as number) > value) high = middle
    else low = middle + 1
  }
  return low
}
