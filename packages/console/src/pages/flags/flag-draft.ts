import type { FlagInput, FlagRule, FlagView } from 'attune/api-types'

/** A rule with the texts of its fields; one of an experiment has none. */
export interface DraftRule {
  readonly key: number
  readonly rule: FlagRule
  readonly value: string
  /** Per cent. */
  readonly share: string
}

export interface FlagDraft {
  readonly title: string
  readonly on: boolean
  readonly defaultValue: string
  readonly rules: readonly DraftRule[]
}

const ruleOf = (rule: FlagRule, key: number): DraftRule => ({
  key,
  rule,
  value: 'experiment' in rule ? '' : JSON.stringify(rule.value),
  share: 'experiment' in rule ? '' : `${Number((100 * rule.share).toPrecision(6))}`,
})

export const flagDraftOf = (flag: FlagInput | undefined): FlagDraft => ({
  title: flag?.title ?? '',
  on: flag?.on ?? true,
  defaultValue: JSON.stringify(flag?.defaultValue ?? false),
  rules: (flag?.rules ?? []).map(ruleOf),
})

/** With one more rule: nobody gets the value until the share is raised. */
export const withRule = (rules: readonly DraftRule[]): readonly DraftRule[] => [
  ...rules,
  ruleOf(
    { segments: [], condition: {}, value: true, share: 0, unit: 'person' },
    Math.max(-1, ...rules.map(({ key }) => key)) + 1,
  ),
]

type Json = FlagInput['defaultValue']

/** A value as it is typed; undefined where it is no JSON. */
export function jsonOf(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return undefined
  }
}

/** What the API takes; undefined while a value is no JSON. Segments, conditions and experiments of rules stay as they were. */
export function flagOf({ title, on, defaultValue, rules }: FlagDraft): FlagInput | undefined {
  const otherwise = jsonOf(defaultValue)
  if (otherwise === undefined) return undefined
  const written: FlagRule[] = []
  for (const { rule, value, share } of rules) {
    if ('experiment' in rule) {
      written.push(rule)
      continue
    }
    const given = jsonOf(value)
    if (given === undefined) return undefined
    written.push({ ...rule, value: given.value, share: Number((Number(share) / 100).toPrecision(6)) })
  }
  return { title, on, defaultValue: otherwise.value, rules: written }
}

/** A flag as it is saved, without what the server adds. */
export const settingsOf = ({ id: _id, updatedAt: _updatedAt, ...flag }: FlagView): FlagInput => flag
