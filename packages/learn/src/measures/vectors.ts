/**
 * How often the partner of a vector, or another of its group, is among the k nearest of all partners.
 *
 * @param first vectors, each 1 long
 * @param second their partners, in the same order
 * @param groups which of them mean the same; default: each its own
 */
export function recallAt(
  first: readonly Float32Array[],
  second: readonly Float32Array[],
  k: number,
  groups: readonly number[] = [...first.keys()],
): number {
  const found = first.filter((vector, i) => {
    const own = groups[i]
    const cosines = second.map((other) => dot(vector, other))
    const best = Math.max(...cosines.filter((_, j) => groups[j] === own))
    // Groups before it count once for each of their texts: as a list of results has them.
    return cosines.filter((cosine, j) => groups[j] !== own && cosine >= best).length < k
  })
  return found.length / first.length
}

/** Mean squared distance of partners; 0 where they lie together (Wang and Isola 2020). */
export const alignment = (first: readonly Float32Array[], second: readonly Float32Array[]): number =>
  first.reduce((sum, vector, i) => sum + 2 - 2 * dot(vector, second[i] as Float32Array), 0) / first.length

/** Logarithm of the mean of e^(−2 · squared distance) over all pairs: the lower, the more evenly vectors lie on the sphere (ibidem). */
export function uniformity(vectors: readonly Float32Array[]): number {
  let [sum, pairs] = [0, 0]
  for (const [i, vector] of vectors.entries())
    for (let j = 0; j < i; j++) {
      sum += Math.exp(-2 * (2 - 2 * dot(vector, vectors[j] as Float32Array)))
      pairs++
    }
  return Math.log(sum / pairs)
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
