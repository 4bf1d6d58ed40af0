import { attuneError } from '../errors.ts'
import { aggregateMeasure, isAge } from './evaluate/aggregate-measure.ts'
import { openContext } from './evaluate/open-context.ts'
import type { RuleSources } from './evaluate/rule-sources.ts'
import { dayMs } from './evaluate/window-span.ts'
import type { ComputedTrait } from './rules/computed-trait.ts'

/**
 * Replaces `quintiles` by cut points: of the people of whom the number is known (and, for counts and sums, not nothing) a fifth
 * lies below each. They stay as they are until the trait is saved again, so that nobody changes bands because others did something.
 *
 * @throws AttuneError `too-few-people` where there are not five different values
 */
export function resolveMeasure(
  trait: ComputedTrait,
  sources: RuleSources,
  now: number,
  admitted: Uint8Array,
): ComputedTrait {
  const { measure } = trait
  if (measure.type !== 'aggregate' || measure.bands?.cuts !== 'quintiles') return trait
  const context = openContext(sources, now)
  const read = aggregateMeasure(measure, measure.aggregate, context)
  for (const refresh of context.refreshers) refresh()
  const age = isAge(measure.aggregate)
  const values: number[] = []
  for (let slot = 0; slot < sources.activity.slots; slot++) {
    if (admitted[slot] !== 1) continue
    const value = read(slot)
    if (Number.isNaN(value) || (!age && value === 0)) continue
    values.push(age ? (now - value) / dayMs : value)
  }
  const sorted = Float64Array.from(values).sort()
  const cuts = [1, 2, 3, 4].map((fifth) => sorted[Math.floor((fifth * sorted.length) / 5)] ?? Number.NaN)
  const rising = [...new Set(cuts)]
  if (sorted.length < 5 || rising.length < 1)
    throw attuneError(
      'too-few-people',
      'There are too few people with different values to take cut points from: give them yourself.',
      { details: { field: 'measure', zh: '有不同取值的人太少，无法确定分位点，请直接给出分段值。' } },
    )
  return { ...trait, measure: { ...measure, bands: { ...measure.bands, cuts: rising } } }
}
