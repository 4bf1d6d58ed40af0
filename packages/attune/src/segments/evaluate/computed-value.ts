import type { ComputedTrait } from '../rules/computed-trait.ts'
import { aggregateMeasure, isAge } from './aggregate-measure.ts'
import { noteCrossing } from './compile-events.ts'
import { changesAt } from './moment.ts'
import { mostFrequent } from './most-frequent.ts'
import type { RuleContext } from './rule-sources.ts'
import { dayMs, inMs } from './window-span.ts'

/** Works a computed trait out for a slot; undefined where it is unknown. */
export function computedValue(
  { measure }: ComputedTrait,
  context: RuleContext,
): (slot: number) => string | number | undefined {
  const { moment } = context
  if (measure.type === 'mostFrequent') {
    const frequent = mostFrequent(measure, context)
    return (slot) => {
      const number = frequent.of(slot)
      return number < 0 ? undefined : frequent.nameOf(number)
    }
  }
  const read = aggregateMeasure(measure, measure.aggregate, context)
  const { bands } = measure
  const cuts = bands === undefined || bands.cuts === 'quintiles' ? undefined : bands.cuts
  const bandOf = (isAtLeast: (cut: number) => boolean): number => {
    const passed = (cuts ?? []).filter(isAtLeast).length
    return bands?.reverse ? (cuts?.length ?? 0) - passed + 1 : passed + 1
  }
  if (isAge(measure.aggregate))
    return (slot) => {
      const since = read(slot)
      if (Number.isNaN(since)) return undefined
      if (cuts === undefined) {
        const days = Math.floor((moment.now - since) / dayMs)
        changesAt(moment, since + (days + 1) * dayMs)
        return days
      }
      for (const cut of cuts) noteCrossing(moment, since, inMs(cut))
      return bandOf((cut) => moment.now - since >= inMs(cut))
    }
  return (slot) => {
    const value = read(slot)
    if (Number.isNaN(value)) return undefined
    return cuts === undefined ? value : bandOf((cut) => value >= cut)
  }
}
