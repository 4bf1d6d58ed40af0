import { LanguageError } from '../errors.ts'
import { joinColumns, type SparseRows, sparseOf } from './sparse-rows.ts'
import { type TermWeights, type TfIdf, tfIdfOf } from './tf-idf.ts'

/** What a text classifier sees of a text: TF-IDF in several views and, where it was taught with them, vectors. */
export interface TextFeatures {
  readonly views: readonly TfIdf[]
  /** Length of the vectors that go with each text; 0 for none. */
  readonly dimensions: number
}

export const textFeaturesOf = (views: readonly TermWeights[], dimensions: number): TextFeatures => ({
  views: views.map(tfIdfOf),
  dimensions,
})

/**
 * One matrix a view, and one of the vectors scaled to length 1 where there are any.
 *
 * @throws LanguageError `bad-vectors` when there are other numbers of vectors or of their entries
 */
export function featureBlocks(
  { views, dimensions }: TextFeatures,
  texts: readonly string[],
  vectors: readonly ArrayLike<number>[] = [],
): SparseRows[] {
  const blocks = views.map((view) => view.rows(texts))
  if (dimensions === 0) return blocks
  if (vectors.length !== texts.length || vectors.some(({ length }) => length !== dimensions))
    throw new LanguageError(
      'bad-vectors',
      `This model was taught with a vector of ${dimensions} numbers beside each text: pass one for each.`,
      { texts: texts.length, vectors: vectors.length, dimensions },
    )
  return [...blocks, sparseOf(vectors.map(ofLengthOne), dimensions)]
}

function ofLengthOne(vector: ArrayLike<number>): Float64Array {
  const own = Float64Array.from(vector)
  const length = Math.hypot(...own)
  if (!Number.isFinite(length))
    throw new LanguageError('bad-vectors', 'A vector has an entry that is no finite number.')
  return length === 0 ? own : own.map((value) => value / length)
}

/** The blocks with these numbers side by side. */
export const blocksOf = (blocks: readonly SparseRows[], wanted: readonly number[]): SparseRows =>
  joinColumns(wanted.map((block) => blocks[block] as SparseRows))

/** First column of each block when all stand side by side, and their sum. */
export function blockOffsets(blocks: readonly SparseRows[]): number[] {
  const offsets = [0]
  for (const { columns } of blocks) offsets.push((offsets.at(-1) as number) + columns)
  return offsets
}
