import { RecommendError } from '../errors.ts'
import type { SavedRecommender } from '../recommender.ts'
import type { RatingRows, RatingScale } from './rating-matrix.ts'

/** Mean and scale as one saved array. */
export function summaryOf({ mean, scale }: { readonly mean: number; readonly scale: RatingScale }): Float64Array {
  return Float64Array.of(mean, scale.low, scale.high)
}

/** Reads the arrays of a saved rating model; every method throws RecommendError `bad-model` when they do not fit. */
export interface SavedArrays {
  floats(name: string, length?: number): Float32Array
  doubles(name: string, length?: number): Float64Array
  whole(name: string, length?: number): Int32Array
  /** `<name>Indptr`, `<name>Columns` and `<name>Values`, checked. */
  rows(name: string, columnCount: number): RatingRows
  summary(): { readonly mean: number; readonly scale: RatingScale }
  /** @throws RecommendError `bad-model` unless `fits` */
  expect(fits: boolean): void
}

export function savedArraysOf({ kind, arrays }: SavedRecommender): SavedArrays {
  const refuse = (what: string): never => {
    throw new RecommendError('bad-model', `A saved ${kind} needs ${what}.`)
  }
  function read<T extends Float32Array | Float64Array | Int32Array>(
    name: string,
    type: abstract new (...values: never[]) => T,
    length: number | undefined,
  ): T {
    const array = arrays[name]
    if (array instanceof type && (length === undefined || array.length === length)) return array
    return refuse(`the array ${name} (${type.name}${length === undefined ? '' : ` of ${length}`})`)
  }
  const reader: SavedArrays = {
    floats: (name, length) => read<Float32Array>(name, Float32Array, length),
    doubles: (name, length) => read<Float64Array>(name, Float64Array, length),
    whole: (name, length) => read<Int32Array>(name, Int32Array, length),
    rows(name, columnCount) {
      const indptr = reader.whole(`${name}Indptr`)
      const columns = reader.whole(`${name}Columns`)
      const values = reader.floats(`${name}Values`, columns.length)
      reader.expect(
        indptr.length > 0 &&
          indptr[0] === 0 &&
          indptr.at(-1) === columns.length &&
          indptr.every((from, at) => at === 0 || from >= (indptr[at - 1] as number)) &&
          columns.every((column) => column >= 0 && column < columnCount),
      )
      return { indptr, columns, values }
    },
    summary() {
      const [mean = 0, low = 0, high = 0] = reader.doubles('summary', 3)
      return { mean, scale: { low, high } }
    },
    expect: (fits) => {
      if (!fits) refuse('arrays that fit together')
    },
  }
  return reader
}

/** `rows` under the names that `SavedArrays.rows` reads. */
export function savedRows(name: string, { indptr, columns, values }: RatingRows): SavedRecommender['arrays'] {
  return { [`${name}Indptr`]: indptr, [`${name}Columns`]: columns, [`${name}Values`]: values }
}
