import type { Text } from '../parameter-schemas.ts'

/** What a value in a rule can be. `strings` is a list of texts; a `date` is milliseconds since the epoch. */
export type RuleType = 'string' | 'number' | 'boolean' | 'strings' | 'date'

/** A value while a rule runs; null, undefined and NaN: the subject has none. */
export type RuleValue = string | number | boolean | readonly string[] | null | undefined

export interface RuleContext<Subject> {
  /** Milliseconds since the epoch; what ages are measured from. */
  readonly now: number
  /** When this person last saw the subject, in milliseconds since the epoch; undefined: never. */
  readonly seenAt: (subject: Subject) => number | undefined
}

export type Evaluator<Subject> = (subject: Subject, context: RuleContext<Subject>) => RuleValue

/** A field that rules may name, and how to read it. */
export interface RuleField<Subject> {
  readonly type: RuleType
  readonly read: (subject: Subject) => RuleValue
}

/** What a function takes: a type; `any`; or a `duration`, which must be written out, as in "7d" (s, m, h, d, w). */
export type RuleParameter = RuleType | 'any' | 'duration'

/** A function that rules may call. `build` is called once per call in a rule; durations arrive as milliseconds. */
export interface RuleFunction<Subject> {
  readonly parameters: readonly RuleParameter[]
  readonly returns: RuleType
  readonly description: Text
  readonly build: (args: readonly Evaluator<Subject>[]) => Evaluator<Subject>
}

/** What rules about a subject may say. Own functions come beside the built-in ones and may replace them. */
export interface RuleSchema<Subject> {
  readonly fields: Readonly<Record<string, RuleField<Subject>>>
  readonly functions?: Readonly<Record<string, RuleFunction<Subject>>>
}

/** Whether a value is there. */
export const isPresent = (value: RuleValue): value is string | number | boolean | readonly string[] =>
  value !== null && value !== undefined && !Number.isNaN(value)

export const typeNames: Readonly<Record<RuleParameter | 'list', Text>> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  boolean: { en: 'true or false', zh: '真假值' },
  strings: { en: 'a list of texts', zh: '文本列表' },
  date: { en: 'a date', zh: '日期' },
  any: { en: 'a field', zh: '字段' },
  duration: { en: 'a duration such as "7d"', zh: '时长，如 "7d"' },
  list: { en: 'a list', zh: '列表' },
}
