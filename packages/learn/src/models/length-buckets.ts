/** A network has one length: texts go to the shortest that holds them. */
export interface LengthBuckets {
  /** Rising; the last holds the longest text. */
  readonly lengths: readonly number[]
  /** Index of the shortest length that holds a text of so many tokens. */
  bucketOf(tokens: number): number
}

/**
 * Lengths such that every bucket holds about as many texts.
 *
 * @param counts tokens of each text, at least one text
 * @param options most: buckets at most, default 4; grain: lengths are multiples of it, the longest one excepted, default 8; longest: what
 *   no length goes beyond, such as the positions of an encoder
 */
export function lengthBuckets(
  counts: readonly number[],
  {
    most = 4,
    grain = 8,
    longest = Number.POSITIVE_INFINITY,
  }: { readonly most?: number; readonly grain?: number; readonly longest?: number } = {},
): LengthBuckets {
  const sorted = counts.toSorted((a, b) => a - b)
  const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 1
  const lengths = Array.from({ length: most }, (_, i) =>
    Math.min(longest, Math.ceil(quantile((i + 1) / most) / grain) * grain),
  )
  const distinct = [...new Set(lengths)]
  return {
    lengths: distinct,
    bucketOf: (tokens) =>
      Math.max(
        0,
        distinct.findIndex((length) => tokens <= length),
      ),
  }
}
