import type { CsrMatrix } from '@attune/kernels'
import type { SparseVectors } from './distinct-histories.ts'
import type { EaseParameters } from './fit-ease.ts'

/** The rows over the chosen items alone, numbered by their places. */
export function among({ indptr, indices, values, dimensions }: SparseVectors, chosen: Int32Array): SparseVectors {
  const places = new Int32Array(dimensions).fill(-1)
  for (const [place, item] of chosen.entries()) places[item] = place
  const isChosen = indices.map((item) => ((places[item] as number) >= 0 ? 1 : 0))
  const ends = new Int32Array(indptr.length)
  for (let row = 0; row + 1 < indptr.length; row++) {
    let count = ends[row] as number
    for (let at = indptr[row] as number; at < (indptr[row + 1] as number); at++) count += isChosen[at] as number
    ends[row + 1] = count
  }
  return {
    indptr: ends,
    indices: indices.filter((_, at) => isChosen[at] === 1).map((item) => places[item] as number),
    values: values.filter((_, at) => isChosen[at] === 1),
    dimensions: chosen.length,
  }
}

/** What stands on the diagonal of Λ beyond λ; n_i is at least 1. */
function penaltiesOf({ indices, values, dimensions }: SparseVectors, parameters: EaseParameters): Float64Array {
  const { lambda, exponent, dropout } = parameters
  const energy = new Float64Array(dimensions)
  const holders = new Float64Array(dimensions)
  for (const [at, item] of indices.entries()) {
    energy[item] = (energy[item] as number) + (values[at] as number) ** 2
    holders[item] = (holders[item] as number) + 1
  }
  return energy.map(
    (sum, item) => lambda * ((holders[item] as number) ** exponent - 1) + (sum * dropout) / (1 - dropout),
  )
}

/** X for the kernel, which knows one λ: a further row for each item, whose square is the rest of its penalty. */
export function withPenalties(rows: SparseVectors, parameters: EaseParameters): CsrMatrix {
  const { indptr, indices, values, dimensions } = rows
  const penalties = penaltiesOf(rows, parameters)
  const places = Int32Array.from(penalties.keys())
  return {
    indptr: joined(
      new Int32Array(indptr.length + dimensions),
      indptr,
      places.map((place) => indices.length + place + 1),
    ),
    indices: joined(new Int32Array(indices.length + dimensions), indices, places),
    values: joined(new Float32Array(values.length + dimensions), values, penalties.map(Math.sqrt)),
    columnCount: dimensions,
  }
}

/** Lower triangle of XᵀX + Λ, row-major. */
export function gramOf(rows: SparseVectors, parameters: EaseParameters): Float64Array {
  const { indptr, indices, values, dimensions: size } = rows
  const gram = new Float64Array(size * size)
  for (let person = 0; person + 1 < indptr.length; person++) {
    const from = indptr[person] as number
    for (let a = from; a < (indptr[person + 1] as number); a++) {
      const start = (indices[a] as number) * size
      const strength = values[a] as number
      for (let b = from; b <= a; b++)
        (gram[start + (indices[b] as number)] as number) += strength * (values[b] as number)
    }
  }
  for (const [place, penalty] of penaltiesOf(rows, parameters).entries())
    (gram[place * size + place] as number) += parameters.lambda + penalty
  return gram
}

function joined<T extends Int32Array | Float32Array>(into: T, first: ArrayLike<number>, second: ArrayLike<number>): T {
  into.set(first)
  into.set(second, first.length)
  return into
}
