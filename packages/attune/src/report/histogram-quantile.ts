import type { Histogram } from 'prom-client'

/**
 * A quantile of the observations whose labels fit, read off the buckets of a histogram as Prometheus does: linear within
 * the bucket it falls into. Null where nothing was observed; the largest bound where it lies beyond all of them.
 *
 * @returns in the histogram's unit
 */
export async function histogramQuantile(
  histogram: Histogram<string>,
  quantile: number,
  fits: (labels: Readonly<Record<string, unknown>>) => boolean,
): Promise<number | null> {
  const counts = new Map<number, number>()
  for (const { metricName, labels, value } of (await histogram.get()).values) {
    if (metricName?.endsWith('_bucket') !== true || !fits(labels)) continue
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)
    counts.set(bound, (counts.get(bound) ?? 0) + value)
  }
  const buckets = [...counts].sort(([a], [b]) => a - b)
  const total = buckets.at(-1)?.[1] ?? 0
  if (total === 0) return null
  const rank = quantile * total
  let [below, bound] = [0, 0]
  for (const [upper, count] of buckets) {
    if (count >= rank)
      return upper === Number.POSITIVE_INFINITY ? bound : bound + ((upper - bound) * (rank - below)) / (count - below)
    below = count
    bound = upper
  }
  return bound
}
