import { expect, test } from 'vitest'
import { randomOf } from '../evaluate/random.ts'
import type { SparseVector } from './distinct-histories.ts'
import { downdateInverse } from './downdate-inverse.ts'
import { invertPositiveDefinite } from './invert-positive-definite.ts'

const size = 9
const random = randomOf(4)
const rowOf = (): SparseVector => {
  const indices = Int32Array.from({ length: size }, (_, at) => at).filter(() => random() < 0.4)
  return { indices, values: Float64Array.from(indices, () => 0.5 + random()) }
}
const staying = Array.from({ length: 20 }, rowOf)
const leaving = Array.from({ length: 4 }, rowOf)

/** λ I + Σ r rᵀ, inverted. */
function inverseOf(rows: readonly SparseVector[], lambda: number): Float64Array {
  const gram = new Float64Array(size * size)
  for (let i = 0; i < size; i++) gram[i * size + i] = lambda
  for (const { indices, values } of rows)
    for (const [a, i] of indices.entries())
      for (const [b, j] of indices.entries()) gram[i * size + j]! += values[a]! * values[b]!
  return invertPositiveDefinite(gram, size)
}

function scaled(inverse: Float64Array) {
  const diagonal = Float64Array.from({ length: size }, (_, j) => inverse[j * size + j]!)
  const weights = Float32Array.from(inverse, (value, at) =>
    Math.floor(at / size) === at % size ? 0 : -value / diagonal[at % size]!,
  )
  return { weights, diagonal }
}

test('rows taken out of the inverse leave the inverse without them', () => {
  const less = downdateInverse(scaled(inverseOf([...staying, ...leaving], 2)), leaving)
  const expected = scaled(inverseOf(staying, 2))
  const line = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    less?.row(i, line)
    for (let j = 0; j < size; j++) expect(line[j]).toBeCloseTo(expected.weights[i * size + j]!, 5)
    expect(less?.diagonal[i]).toBeCloseTo(expected.diagonal[i]!, 6)
  }
})

test('where next to nothing would be left, it says so', () => {
  expect(downdateInverse(scaled(inverseOf(leaving, 1e-6)), leaving)).toBeUndefined()
})
