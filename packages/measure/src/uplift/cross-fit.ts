import { MeasureError } from '../errors.ts'
import { type Rng, shuffle } from '../random.ts'

/**
 * Numbers of units in `folds` parts of nearly equal size, drawn within each group, so that each part has its share of all.
 *
 * @param groups [units]: small whole numbers
 * @throws MeasureError `too-few` where a group has fewer units than there are folds
 */
export function drawFolds(groups: ArrayLike<number>, folds: number, rng: Rng): Int32Array {
  if (!Number.isInteger(folds) || folds < 2)
    throw new MeasureError('out-of-range', 'folds must be a whole number from 2.')
  const members = new Map<number, number[]>()
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as number
    const known = members.get(group)
    if (known) known.push(i)
    else members.set(group, [i])
  }
  const fold = new Int32Array(groups.length)
  for (const [, units] of [...members].sort(([a], [b]) => a - b)) {
    if (units.length < folds)
      throw new MeasureError('too-few', `Each arm needs at least ${folds} units to be cut into ${folds} parts.`)
    shuffle(units, rng)
    for (const [place, unit] of units.entries()) fold[unit] = place % folds
  }
  return fold
}

/** Units of one fold, and all others. */
export function splitFold(
  fold: Int32Array,
  aside: number,
): { readonly inside: Int32Array; readonly outside: Int32Array } {
  const all = Array.from(fold, (_, unit) => unit)
  return {
    inside: Int32Array.from(all.filter((unit) => fold[unit] === aside)),
    outside: Int32Array.from(all.filter((unit) => fold[unit] !== aside)),
  }
}
