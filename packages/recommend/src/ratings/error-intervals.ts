import { RecommendError } from '../errors.ts'
import { type BootstrapOptions, type MeanInterval, quantile } from '../evaluate/bootstrap.ts'

/**
 * RMSE and MAE with percentile bootstrap intervals: groups are drawn with replacement, all errors of a group together.
 *
 * @param errors prediction − rating
 * @param groups what is drawn: a small number for each error, equal for errors that belong together
 * @returns `low` and `high` NaN without resamples
 */
export function errorIntervals(
  errors: Float64Array,
  groups: Int32Array,
  { random, resamples = 1000, level = 0.95 }: BootstrapOptions,
): { readonly rmse: MeanInterval; readonly mae: MeanInterval } {
  const sums = sumsByGroup(errors, groups)
  const groupCount = sums.length / 3
  const total = new Float64Array(3)
  for (let group = 0; group < groupCount; group++) add(total, sums, group)
  const squared = new Float64Array(resamples)
  const absolute = new Float64Array(resamples)
  const drawn = new Float64Array(3)
  for (let resample = 0; resample < resamples; resample++) {
    drawn.fill(0)
    for (let draw = 0; draw < groupCount; draw++) add(drawn, sums, Math.floor(random() * groupCount))
    squared[resample] = Math.sqrt((drawn[1] as number) / (drawn[0] as number))
    absolute[resample] = (drawn[2] as number) / (drawn[0] as number)
  }
  const [count, squares, absolutes] = total as unknown as readonly [number, number, number]
  return {
    rmse: intervalOf(Math.sqrt(squares / count), squared, level),
    mae: intervalOf(absolutes / count, absolute, level),
  }
}

/**
 * How much larger RMSE and MAE are than those of another model on the same ratings, with percentile bootstrap intervals:
 * groups are drawn with the errors of both models.
 *
 * @param errors of the model, in the order of `reference`
 * @param groups as for `errorIntervals`
 * @throws RecommendError `columns-differ`
 */
export function pairedErrorDifference(
  errors: Float64Array,
  reference: Float64Array,
  groups: Int32Array,
  { random, resamples = 1000, level = 0.95 }: BootstrapOptions,
): { readonly rmse: MeanInterval; readonly mae: MeanInterval } {
  if (errors.length !== reference.length || errors.length !== groups.length) {
    throw new RecommendError('columns-differ', 'Both models must have predicted the same ratings.')
  }
  const sums = [sumsByGroup(errors, groups), sumsByGroup(reference, groups)] as const
  const groupCount = sums[0].length / 3
  const drawn = [new Float64Array(3), new Float64Array(3)] as const
  const rmseOf = ([count, squares]: Float64Array): number => Math.sqrt((squares as number) / (count as number))
  const maeOf = ([count, , absolutes]: Float64Array): number => (absolutes as number) / (count as number)
  const differences = (groupAt: (draw: number) => number): readonly [number, number] => {
    for (const total of drawn) total.fill(0)
    for (let draw = 0; draw < groupCount; draw++) {
      const group = groupAt(draw)
      for (const side of [0, 1] as const) add(drawn[side], sums[side], group)
    }
    return [rmseOf(drawn[0]) - rmseOf(drawn[1]), maeOf(drawn[0]) - maeOf(drawn[1])]
  }
  const [rmse, mae] = differences((draw) => draw)
  const squared = new Float64Array(resamples)
  const absolute = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    const [one, other] = differences(() => Math.floor(random() * groupCount))
    squared[resample] = one
    absolute[resample] = other
  }
  return { rmse: intervalOf(rmse, squared, level), mae: intervalOf(mae, absolute, level) }
}

function intervalOf(value: number, means: Float64Array, level: number): MeanInterval {
  const sorted = means.sort()
  const tail = (1 - level) / 2
  return { value, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) }
}

/** Count, Σ e² and Σ |e| of each group that occurs, three numbers a group. */
function sumsByGroup(errors: Float64Array, groups: Int32Array): Float64Array {
  const slots = new Map<number, number>()
  for (const group of groups) if (!slots.has(group)) slots.set(group, slots.size)
  const sums = new Float64Array(slots.size * 3)
  for (let at = 0; at < errors.length; at++) {
    const slot = (slots.get(groups[at] as number) as number) * 3
    const error = errors[at] as number
    ;(sums[slot] as number) += 1
    ;(sums[slot + 1] as number) += error * error
    ;(sums[slot + 2] as number) += Math.abs(error)
  }
  return sums
}

function add(total: Float64Array, sums: Float64Array, group: number): void {
  for (let at = 0; at < 3; at++) (total[at] as number) += sums[group * 3 + at] as number
}
