import type { TraitMeasure } from '../rules/computed-trait.ts'
import { describeDoing, describeWindow } from './describe-rule.ts'
import { descriptionTexts } from './description-texts.ts'
import type { RuleLanguage } from './words.ts'

/** Says what a computed trait is worked out of, in words. */
export function describeMeasure(measure: TraitMeasure, language: RuleLanguage): string {
  const t = descriptionTexts[language]
  const when = describeWindow(measure.window, t)
  if (measure.type === 'mostFrequent')
    return t.frequency(t.parts[measure.part], measure.doing && describeDoing(measure.doing, t), when)
  const { aggregate, doing } = measure
  return t.measure(aggregate === 'count' ? t.times : t.aggregates[aggregate], describeDoing(doing, t), when)
}
