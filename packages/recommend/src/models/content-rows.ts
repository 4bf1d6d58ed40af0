import { RecommendError } from '../errors.ts'
import { type SparseVectors, transposeVectors } from './distinct-histories.ts'
import type { ItemText, TextWeights } from './item-text-vectors.ts'
import { termCounts } from './term-counts.ts'
import { rowOf } from './vector-similarity.ts'

/** What is written about items, and what an encoder makes of it, around their means. */
export interface ContentRows {
  /** Terms that tell items apart, each in two items at least. */
  readonly terms: readonly string[]
  /** 1 + ln((1 + N) / (1 + n)) a term. */
  readonly rarities: Float64Array
  /** Items × terms, each row 1 long or empty. */
  readonly rows: SparseVectors
  /** [terms]: the mean row of the items that were fitted. */
  readonly mean: Float64Array
  /** [items × d], each 1 long, or 0 where there is none; none at all: length 0. */
  readonly vectors: Float32Array
  readonly dimensions: number
  /** [d]: the mean vector of the items that were fitted. */
  readonly meanVector: Float64Array
}

/**
 * @param textOf by dense id
 * @throws RecommendError `no-texts` when no item has a term, `bad-value` when vectors differ in length
 */
export function contentRows(
  itemCount: number,
  textOf: (item: number) => ItemText | undefined,
  weights: TextWeights,
): ContentRows {
  const counts = Array.from({ length: itemCount }, (_, item) => termCounts(textOf(item) ?? {}, weights))
  const holders = new Map<string, number>()
  for (const own of counts) for (const term of own.keys()) holders.set(term, (holders.get(term) ?? 0) + 1)
  const texts = counts.filter(({ size }) => size > 0).length
  if (texts === 0) throw new RecommendError('no-texts', 'No item has a title, a description, categories or tokens.')
  const most = Math.max(20, weights.maxShare * texts)
  const terms = [...holders].filter(([, n]) => n > 1 && n <= most).map(([term]) => term)
  const rarities = Float64Array.from(terms, (term) => 1 + Math.log((1 + texts) / (1 + (holders.get(term) as number))))
  const rows = rowsOf(counts, terms, rarities)
  const mean = new Float64Array(terms.length)
  for (const [slot, term] of rows.indices.entries())
    mean[term] = (mean[term] as number) + (rows.values[slot] as number) / texts
  const { vectors, dimensions } = vectorsOf(itemCount, (item) => textOf(item)?.vector)
  return { terms, rarities, rows, mean, vectors, dimensions, meanVector: meanOf(vectors, dimensions) }
}

/** The same rows, and those of further items after them, in the terms that are known. */
export function withFurtherRows(content: ContentRows, texts: readonly ItemText[], weights: TextWeights): ContentRows {
  const { rows, vectors, dimensions } = content
  const further = rowsOf(
    texts.map((text) => termCounts(text, weights)),
    content.terms,
    content.rarities,
  )
  const offset = rows.indices.length
  const indptr = new Int32Array(rows.indptr.length + texts.length)
  indptr.set(rows.indptr)
  indptr.set(
    further.indptr.subarray(1).map((end) => offset + end),
    rows.indptr.length,
  )
  const more = dimensions === 0 ? undefined : vectorsOf(texts.length, (place) => texts[place]?.vector, dimensions)
  return {
    ...content,
    rows: {
      indptr,
      indices: joined(Int32Array, rows.indices, further.indices),
      values: joined(Float64Array, rows.values, further.values),
      dimensions: rows.dimensions,
    },
    vectors: more ? joined(Float32Array, vectors, more.vectors) : vectors,
  }
}

/** Likeness of one item to all that have a term in common with it, and through vectors to all. */
export function likenessOf(content: ContentRows, vectorShare: number): (item: number) => Float64Array {
  const { rows, mean, vectors, dimensions, meanVector } = content
  const itemCount = rows.indptr.length - 1
  const postings = transposeVectors(rows)
  const toMean = dotsWithMean(rows, mean)
  const meanSquared = mean.reduce((sum, value) => sum + value * value, 0)
  const own = new Float64Array(dimensions)
  return (item) => {
    const sums = new Float64Array(itemCount)
    const { indices, values } = rowOf(rows, item)
    for (const [at, term] of indices.entries()) {
      const end = postings.indptr[term + 1] as number
      for (let slot = postings.indptr[term] as number; slot < end; slot++) {
        const other = postings.indices[slot] as number
        sums[other] = (sums[other] as number) + (values[at] as number) * (postings.values[slot] as number)
      }
    }
    const shift = meanSquared - (toMean[item] as number)
    const hasTerms = indices.length > 0
    for (let other = 0; other < itemCount; other++)
      sums[other] =
        hasTerms && rows.indptr[other] !== rows.indptr[other + 1]
          ? (sums[other] as number) - (toMean[other] as number) + shift
          : 0
    if (vectorShare > 0 && hasVector(vectors, dimensions, item)) {
      for (let k = 0; k < dimensions; k++)
        own[k] = (vectors[item * dimensions + k] as number) - (meanVector[k] as number)
      addDots(own, content, vectorShare, sums)
    }
    return sums
  }
}

/** sums[j] += share · (a · (v_j − mean)) for every item that has a vector. */
export function addDots(
  a: Float64Array,
  { vectors, dimensions, meanVector }: ContentRows,
  share: number,
  sums: Float64Array,
): void {
  let atMean = 0
  for (let k = 0; k < dimensions; k++) atMean += (a[k] as number) * (meanVector[k] as number)
  for (let item = 0, at = 0; item < sums.length; item++, at += dimensions) {
    if (!hasVector(vectors, dimensions, item)) continue
    let dot = 0
    for (let k = 0; k < dimensions; k++) dot += (a[k] as number) * (vectors[at + k] as number)
    sums[item] = (sums[item] as number) + share * (dot - atMean)
  }
}

/** A vector 1 long has some number that is not 0 among its first few; the first alone may be 0 by chance. */
export function hasVector(vectors: Float32Array, dimensions: number, item: number): boolean {
  for (let k = 0; k < dimensions; k++) if (vectors[item * dimensions + k] !== 0) return true
  return false
}

/** x_j · mean for every item. */
export function dotsWithMean(rows: SparseVectors, mean: Float64Array): Float64Array {
  const dots = new Float64Array(rows.indptr.length - 1)
  for (let item = 0; item < dots.length; item++)
    for (let slot = rows.indptr[item] as number; slot < (rows.indptr[item + 1] as number); slot++)
      dots[item] =
        (dots[item] as number) + (rows.values[slot] as number) * (mean[rows.indices[slot] as number] as number)
  return dots
}

function rowsOf(
  counts: readonly ReadonlyMap<string, number>[],
  terms: readonly string[],
  rarities: Float64Array,
): SparseVectors {
  const idOf = new Map(terms.map((term, id) => [term, id]))
  const indptr = new Int32Array(counts.length + 1)
  const indices: number[] = []
  const values: number[] = []
  for (const [item, own] of counts.entries()) {
    const known = [...own].flatMap(([term, count]): [number, number][] => {
      const id = idOf.get(term)
      return id === undefined ? [] : [[id, Math.log1p(count) * (rarities[id] as number)]]
    })
    known.sort(([a], [b]) => a - b)
    const length = Math.hypot(...known.map(([, weight]) => weight))
    for (const [id, weight] of known) {
      indices.push(id)
      values.push(weight / length)
    }
    indptr[item + 1] = indices.length
  }
  return {
    indptr,
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    dimensions: terms.length,
  }
}

function vectorsOf(
  itemCount: number,
  vectorOf: (item: number) => Float32Array | undefined,
  known?: number,
): { readonly vectors: Float32Array; readonly dimensions: number } {
  let dimensions = known ?? 0
  for (let item = 0; item < itemCount && dimensions === 0; item++) dimensions = vectorOf(item)?.length ?? 0
  const vectors = new Float32Array(itemCount * dimensions)
  for (let item = 0; item < itemCount && dimensions > 0; item++) {
    const vector = vectorOf(item)
    if (vector === undefined) continue
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    if (vector.length !== dimensions || !Number.isFinite(length))
      throw new RecommendError('bad-value', `The vector of item ${item} is not ${dimensions} finite numbers.`)
    if (length > 0) for (let k = 0; k < dimensions; k++) vectors[item * dimensions + k] = (vector[k] as number) / length
  }
  return { vectors, dimensions }
}

function meanOf(vectors: Float32Array, dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions)
  let count = 0
  for (let item = 0; item * dimensions < vectors.length; item++) {
    if (!hasVector(vectors, dimensions, item)) continue
    count++
    for (let k = 0; k < dimensions; k++) mean[k] = (mean[k] as number) + (vectors[item * dimensions + k] as number)
  }
  return mean.map((sum) => sum / Math.max(1, count))
}

/** One column after the other. */
export function joined<Column extends Int32Array | Float32Array | Float64Array>(
  kind: new (length: number) => Column,
  a: Column,
  b: Column,
): Column {
  const both = new kind(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
