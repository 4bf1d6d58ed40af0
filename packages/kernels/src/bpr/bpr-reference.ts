import type { CsrMatrix } from '../csr-matrix.ts'
import { type DrawKeys, drawBelow } from '../draw.ts'
import { type BprReport, type BprSettings, bprReport } from './bpr-problem.ts'

/** As in the kernel. */
const tries = 16

export interface BprState {
  /** Columns of each row sorted. */
  readonly matrix: Pick<CsrMatrix, 'indptr' | 'indices' | 'columnCount'>
  /** Row of every entry. */
  readonly rowOf: Int32Array
  readonly dimensions: number
  readonly rowFactors: Float32Array
  readonly columnFactors: Float32Array
  readonly columnBiases: Float32Array
}

/** One pass over triples in order, each step in double precision: the slow, obvious form of the kernel. */
export function bprReference(state: BprState, settings: BprSettings, keys: DrawKeys): BprReport {
  const { dimensions: d, rowFactors: x, columnFactors: y, columnBiases: b } = state
  const { learningRate: rate, regularization: lambda } = settings
  let [learned, ordered, likelihood] = [0, 0, 0]
  for (let unit = 0; unit < settings.triples; unit++) {
    const triple = drawTriple(state, settings, keys, unit)
    if (!triple) continue
    const [row, positive, negative] = triple
    const [u, i, j] = [row * d, positive * d, negative * d]
    let score = (b[positive] as number) - (b[negative] as number)
    for (let k = 0; k < d; k++) score += (x[u + k] as number) * ((y[i + k] as number) - (y[j + k] as number))
    // The derivative of ln σ(score).
    const slope = 1 / (1 + Math.exp(score))
    learned++
    if (score > 0) ordered++
    likelihood += Math.min(score, 0) - Math.log1p(Math.exp(-Math.abs(score)))
    b[positive] = (b[positive] as number) + rate * (slope - lambda * (b[positive] as number))
    b[negative] = (b[negative] as number) + rate * (-slope - lambda * (b[negative] as number))
    for (let k = 0; k < d; k++) {
      const [a, p, n] = [x[u + k] as number, y[i + k] as number, y[j + k] as number]
      x[u + k] = a + rate * (slope * (p - n) - lambda * a)
      y[i + k] = p + rate * (slope * a - lambda * p)
      y[j + k] = n + rate * (-slope * a - lambda * n)
    }
  }
  return bprReport(settings.triples, learned, ordered, likelihood)
}

function drawTriple(
  { matrix: { indptr, indices, columnCount }, rowOf }: BprState,
  { negatives }: BprSettings,
  keys: DrawKeys,
  unit: number,
): readonly [row: number, positive: number, negative: number] | undefined {
  const entry = drawBelow(keys, unit, 0, indices.length)
  const row = rowOf[entry] as number
  const own = indices.subarray(indptr[row], indptr[row + 1])
  for (let n = 1; n <= tries; n++) {
    const column =
      negatives === 'popular'
        ? (indices[drawBelow(keys, unit, n, indices.length)] as number)
        : drawBelow(keys, unit, n, columnCount)
    if (!own.includes(column)) return [row, indices[entry] as number, column]
  }
  return undefined
}
