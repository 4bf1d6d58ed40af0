import { drawInto, seededRandom } from './seeded-random.ts'

/** Rows that edges are made from at most; more would hardly move them. */
const sampleRows = 200_000

/**
 * Edges between at most `maxBins` bins of about equally many values. A value that fills a bin shares it with at most half
 * a bin of others; where there are no more distinct values than bins, each gets one. Edges lie halfway between values.
 *
 * @param values finite, or NaN where missing, which is left out
 * @param sample `sampledRows`, where they serve for several features
 */
export function quantileEdges(
  values: Float32Array | Float64Array,
  maxBins: number,
  sample: Int32Array | undefined = sampledRows(values.length),
): Float64Array {
  const { distinct, counts } = distinctOf(sortedValues(values, sample))
  const edges: number[] = []
  if (distinct.length <= maxBins) {
    for (let at = 1; at < distinct.length; at++) edges.push(between(distinct[at - 1] as number, distinct[at] as number))
    return Float64Array.from(edges)
  }
  let leftRows = counts.reduce((sum, count) => sum + count, 0)
  let leftBins = maxBins
  const frequent = leftRows / leftBins
  for (const count of counts) {
    if (count < frequent) continue
    leftRows -= count
    leftBins--
  }
  let size = leftRows / Math.max(1, leftBins)
  let filled = 0
  for (let at = 0; at + 1 < distinct.length && edges.length < maxBins - 1; at++) {
    const count = counts[at] as number
    filled += count
    const own = count >= frequent
    if (!own) leftRows -= count
    if (!own && filled < size && !((counts[at + 1] as number) >= frequent && filled >= size / 2)) continue
    edges.push(between(distinct[at] as number, distinct[at + 1] as number))
    filled = 0
    if (own) continue
    leftBins--
    size = leftRows / Math.max(1, leftBins)
  }
  return Float64Array.from(edges)
}

/** The rows that edges are made from, ascending; undefined where all are. */
export function sampledRows(rows: number): Int32Array | undefined {
  if (rows <= sampleRows) return undefined
  const order = new Int32Array(rows)
  drawInto(order, sampleRows, seededRandom(1, rows))
  return order.slice(0, sampleRows)
}

function sortedValues(values: Float32Array | Float64Array, sample: Int32Array | undefined): Float64Array {
  const length = sample?.length ?? values.length
  const known = new Float64Array(length)
  let count = 0
  for (let at = 0; at < length; at++) {
    const value = values[sample ? (sample[at] as number) : at] as number
    if (!Number.isNaN(value)) known[count++] = value
  }
  return known.subarray(0, count).sort()
}

function distinctOf(sorted: Float64Array): { distinct: number[]; counts: number[] } {
  const distinct: number[] = []
  const counts: number[] = []
  for (const value of sorted) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value)
      counts[counts.length - 1] = (counts.at(-1) as number) + 1
    else {
      distinct.push(value === 0 ? 0 : value)
      counts.push(1)
    }
  }
  return { distinct, counts }
}

/** A number from a up to, but not including, b. */
function between(a: number, b: number): number {
  const middle = a + (b / 2 - a / 2)
  return middle < b ? Math.max(a, middle) : a
}
