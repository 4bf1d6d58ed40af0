/**
 * How often one of its group is among the k nearest of all others to a vector; texts of one group stand together in the list.
 *
 * @param first vectors, each 1 long
 * @param second what is looked through
 * @param groups of each vector on either side; default: the partner of a vector has its place
 */
export function recallAt(
  first: readonly Float32Array[],
  second: readonly Float32Array[],
  k: number,
  groups: { readonly first: readonly number[]; readonly second: readonly number[] } = {
    first: [...first.keys()],
    second: [...second.keys()],
  },
): number {
  const found = first.filter((vector, i) => {
    const own = groups.first[i]
    let best = Number.NEGATIVE_INFINITY
    const others = second.flatMap((other, j) => {
      const cosine = dot(vector, other)
      if (groups.second[j] !== own) return [cosine]
      best = Math.max(best, cosine)
      return []
    })
    return others.filter((cosine) => cosine >= best).length < k
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
