import type { Figure } from './figure.ts'
import type { Turns } from './in-turns.ts'

export function atMost(measure: string, value: number, unit: string, most: number): Figure {
  return { measure, value, unit, asked: `≤ ${most}`, met: value <= most }
}

/**
 * Seconds of `ours` and of every other contender, and how many times as fast ours is: the ratio of medians.
 *
 * @param asked least ratio by contender; one that is not there only informs
 */
export function sideBySide(
  what: string,
  turns: ReadonlyMap<string, Turns>,
  asked: Readonly<Record<string, number>>,
): Figure[] {
  const ours = turns.get('ours')?.median ?? Number.NaN
  console.error(`  ${what}`)
  return Array.from(turns, ([name, { median, least }]): Figure[] => {
    const seconds = { measure: `${what}: ${name} (least ${least.toPrecision(3)} s)`, value: median, unit: 's' }
    if (name.startsWith('ours')) return [seconds]
    const ratio = median / ours
    const wanted = asked[name]
    const goal = wanted === undefined ? {} : { asked: `≥ ${wanted}`, met: ratio >= wanted }
    return [seconds, { measure: `${what}: times as fast as ${name}`, value: ratio, unit: '×', ...goal }]
  }).flat()
}
