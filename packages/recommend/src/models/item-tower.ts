import type { TermsOfItems } from '@attune/learn'
import { gelu } from './gelu.ts'
import { rowTimesMatrix } from './row-times-matrix.ts'
import type { NetworkNumbers } from './sequence-network.ts'

/** What the towers of `@attune/learn`'s `twoTower` make of all items. */
export interface TowerItems {
  /** [items × width]: an item as part of what somebody took. */
  readonly bases: Float32Array
  /** [items × width]: an item as something to take. */
  readonly vectors: Float32Array
  /** [items] */
  readonly biases: Float32Array
}

/**
 * Every item through its tower: with its id where it is known, by its text alone where not.
 *
 * @param numbers `item`, `bias`, `itemTower.…` and, with terms, `term`
 * @param known of each item, 1 where it was learnt from
 */
export function towerItems(
  numbers: NetworkNumbers,
  known: Uint8Array,
  terms: TermsOfItems | undefined,
  width: number,
): TowerItems {
  const of = (name: string): Float32Array => numbers[name] as Float32Array
  const bases = of('item').map((value, at) => (known[Math.floor(at / width)] ? value : 0))
  for (let item = 0; terms && item < known.length; item++)
    for (let slot = terms.starts[item] as number; slot < (terms.starts[item + 1] as number); slot++) {
      const [term, weight] = [terms.ids[slot] as number, terms.weights[slot] as number]
      for (let k = 0; k < width; k++)
        bases[item * width + k] =
          (bases[item * width + k] as number) + weight * (of('term')[term * width + k] as number)
    }
  const vectors = new Float32Array(bases.length)
  const add = towerOf(numbers, 'itemTower')
  for (let item = 0; item < known.length; item++) {
    const base = Float64Array.from(bases.subarray(item * width, (item + 1) * width))
    vectors.set(add(base), item * width)
  }
  return { bases, vectors, biases: of('bias').map((value, item) => (known[item] ? value : 0)) }
}

/** x and what a tower adds to it; the result is overwritten by the next call. */
export function towerOf(numbers: NetworkNumbers, name: string): (x: Float64Array) => Float64Array {
  const of = (part: string): Float32Array => numbers[`${name}.${part}`] as Float32Array
  const inner = new Float64Array(of('inner.bias').length)
  const outer = new Float64Array(of('outer.bias').length)
  return (x) => {
    rowTimesMatrix(x, 0, of('inner.weight'), of('inner.bias'), inner)
    for (let k = 0; k < inner.length; k++) inner[k] = gelu(inner[k] as number)
    rowTimesMatrix(inner, 0, of('outer.weight'), of('outer.bias'), outer)
    for (let k = 0; k < x.length; k++) outer[k] = (outer[k] as number) + (x[k] as number)
    return outer
  }
}
