import type { FlagRule } from 'attune/api-types'
import type { Format } from '../../format/create-format.ts'
import { featureFlagTexts as x } from '../../texts/feature-flag-texts.ts'
import type { Text } from '../../texts/text.ts'

/** One rule of a flag as a sentence. */
export function ruleWords(
  rule: FlagRule,
  { t, f }: { readonly t: (text: Text) => string; readonly f: Format },
): string {
  if ('experiment' in rule) {
    const values = Object.entries(rule.values).map(([variation, value]) => `${variation} → ${JSON.stringify(value)}`)
    return t(x.experimentRule(rule.experiment, values.join(' · ')))
  }
  const { segments, condition, share, value } = rule
  const people = segments.length === 0 ? t(x.everybody) : t(x.segment(f.list(segments)))
  const who = Object.keys(condition).length === 0 ? people : t(x.condition(people))
  const given = JSON.stringify(value)
  return t(share === 1 ? x.all(who, given) : x.share(who, f.percent(share, share < 0.1 ? 1 : 0), given))
}
