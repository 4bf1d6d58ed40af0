import { chiSquaredUpperTail } from '@attune/measure'

export interface PopulationStability {
  /** Σ (cᵢ − rᵢ) · ln(cᵢ / rᵢ) over the shares of the cells. Usual reading: below 0.1 stable, up to 0.25 look, above that changed. */
  readonly index: number
  /** Chance of an index this large where nothing changed: small samples differ by themselves. */
  readonly p: number
}

/**
 * The population stability index of counts in the same cells at two times (Siddiqi, Credit Risk Scorecards, 2006). A cell
 * that is empty at one time counts as half a row there; one that is empty at both is left out. Without a change the index
 * is about (1/n + 1/m) times chi-squared with one degree of freedom less than cells (Yurdakul & Naranjo, Statistical
 * properties of the population stability index, 2020), which gives `p`.
 *
 * @returns null where a time has no rows
 * @example populationStability([50, 50], [70, 30])?.index // 0.1695
 */
export function populationStability(
  reference: readonly number[],
  current: readonly number[],
): PopulationStability | null {
  const before: number[] = []
  const after: number[] = []
  for (let cell = 0; cell < Math.max(reference.length, current.length); cell++) {
    const [r, c] = [reference[cell] ?? 0, current[cell] ?? 0]
    if (r === 0 && c === 0) continue
    before.push(Math.max(r, 0.5))
    after.push(Math.max(c, 0.5))
  }
  const [rows, rowsNow] = [sum(reference), sum(current)]
  if (rows === 0 || rowsNow === 0) return null
  const [n, m] = [sum(before), sum(after)]
  let index = 0
  for (const [cell, r] of before.entries()) {
    const [was, is] = [r / n, (after[cell] as number) / m]
    index += (is - was) * Math.log(is / was)
  }
  const freedom = before.length - 1
  return { index, p: freedom === 0 ? 1 : chiSquaredUpperTail(index / (1 / rows + 1 / rowsNow), freedom) }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0)
