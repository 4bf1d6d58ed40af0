/**
 * Biases and vectors of items with the means over known items taken away, so that a score is by how much an item is preferred
 * to one at random, and 0 for an item that is not served.
 *
 * @param vectors [items × d], row-major
 * @param biases [items]
 * @param known of each item, 1 where it counts for the means
 * @param served of each item, 1 where it has a score. Default those known
 * @returns [items × (d + 1)]: bias, then vector
 */
export function centredItems(
  vectors: Float32Array,
  biases: Float32Array,
  { known, served = known }: { readonly known: Uint8Array; readonly served?: Uint8Array },
): Float32Array {
  const d = vectors.length / biases.length
  const means = new Float64Array(d + 1)
  const numberOf = (item: number, k: number): number => (k === 0 ? biases[item] : vectors[item * d + k - 1]) as number
  const count = known.reduce((sum, one) => sum + one, 0)
  for (let item = 0; item < known.length; item++)
    for (let k = 0; known[item] && k <= d; k++) means[k] = (means[k] as number) + numberOf(item, k) / count
  const centred = new Float32Array(known.length * (d + 1))
  for (let item = 0; item < known.length; item++)
    for (let k = 0; served[item] && k <= d; k++) centred[item * (d + 1) + k] = numberOf(item, k) - (means[k] as number)
  return centred
}
