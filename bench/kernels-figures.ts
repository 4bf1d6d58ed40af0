import type { Figure } from './figure.ts'
import type { Turns } from './in-turns.ts'

export function atMost(measure: string, value: number, unit: string, most: number): Figure {
  return { measure, value, unit, asked: `≤ ${most}`, met: value <= most }
}

/**
 * Seconds of ours and of each peer, and how many times as fast ours is: the ratio of the medians of runs in turns.
 *
 * @param asked least ratio by peer; a peer without one only informs
 */
export function sideBySide<Name extends string>(
  what: string,
  turns: Readonly<Record<Name | 'ours', Turns>>,
  asked: Readonly<Partial<Record<Name, number>>>,
): Figure[] {
  const figures: Figure[] = []
  const ours = turns.ours
  for (const [name, { median, least }] of Object.entries<Turns>(turns)) {
    figures.push({ measure: `${what}: ${name} (least ${least.toPrecision(3)} s)`, value: median, unit: 's' })
    if (name === 'ours') continue
    const ratio = median / ours.median
    const least_ = (asked as Readonly<Record<string, number>>)[name]
    const goal = least_ === undefined ? {} : { asked: `≥ ${least_}`, met: ratio >= least_ }
    figures.push({ measure: `${what}: times as fast as ${name}`, value: ratio, unit: '×', ...goal })
  }
  return figures
}
