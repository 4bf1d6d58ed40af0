import { type Evaluator, isPresent, type RuleFunction, type RuleType, type RuleValue } from './rule-schema.ts'

type Present = string | number | boolean | readonly string[]
const dayMs = 86_400_000

/**
 * The functions every rule may call. A missing argument gives a missing result, which every comparison finds false; `has`
 * and `seen_within` always answer.
 */
export function ruleFunctions<Subject>(): Readonly<Record<string, RuleFunction<Subject>>> {
  return {
    has: {
      parameters: ['any'],
      returns: 'boolean',
      description: { en: 'Whether the field has a value.', zh: '字段是否有值。' },
      build: ([value]) => {
        const read = value as Evaluator<Subject>
        return (subject, context) => isPresent(read(subject, context))
      },
    },
    seen_within: {
      parameters: ['duration'],
      returns: 'boolean',
      description: { en: 'Whether the person saw it at most this long ago.', zh: '此人是否在这段时间内看过。' },
      build: ([duration]) => {
        const length = duration as Evaluator<Subject>
        return (subject, context) => {
          const at = context.seenAt(subject)
          return at !== undefined && context.now - at <= (length(subject, context) as number)
        }
      },
    },
    age_days: {
      parameters: ['date'],
      returns: 'number',
      description: { en: 'Days since the date; negative before it.', zh: '距该日期的天数；未到时为负。' },
      build: ([date]) => {
        const read = date as Evaluator<Subject>
        return (subject, context) => {
          const at = read(subject, context)
          return isPresent(at) ? (context.now - (at as number)) / dayMs : null
        }
      },
    },
    starts_with: ofTwo(['string', 'string'], 'boolean', (text, start) => (text as string).startsWith(start as string), {
      en: 'Whether the text starts with another.',
      zh: '文本是否以另一文本开头。',
    }),
    ends_with: ofTwo(['string', 'string'], 'boolean', (text, end) => (text as string).endsWith(end as string), {
      en: 'Whether the text ends with another.',
      zh: '文本是否以另一文本结尾。',
    }),
    contains: ofTwo(['string', 'string'], 'boolean', (text, part) => (text as string).includes(part as string), {
      en: 'Whether the text contains another.',
      zh: '文本是否包含另一文本。',
    }),
    has_any: ofTwo(['strings', 'strings'], 'boolean', (list, other) => intersects(list, other), {
      en: 'Whether two lists share a text.',
      zh: '两个列表是否有共同项。',
    }),
    has_all: ofTwo(['strings', 'strings'], 'boolean', (list, wanted) => includesAll(list, wanted), {
      en: 'Whether the first list has every text of the second.',
      zh: '第一个列表是否包含第二个列表的全部项。',
    }),
    lower: ofOne('string', 'string', (text) => (text as string).toLowerCase(), {
      en: 'The text in small letters.',
      zh: '转为小写。',
    }),
    length: ofOne('string', 'number', (text) => [...(text as string)].length, {
      en: 'Characters of the text.',
      zh: '文本的字符数。',
    }),
    count: ofOne('strings', 'number', (list) => (list as readonly string[]).length, {
      en: 'Entries of the list.',
      zh: '列表的项数。',
    }),
  }
}

function ofOne<Subject>(
  parameter: RuleType,
  returns: RuleType,
  of: (value: Present) => RuleValue,
  description: RuleFunction<Subject>['description'],
): RuleFunction<Subject> {
  const build: RuleFunction<Subject>['build'] = ([argument]) => {
    const read = argument as Evaluator<Subject>
    return (subject, context) => {
      const value = read(subject, context)
      return isPresent(value) ? of(value) : null
    }
  }
  return { parameters: [parameter], returns, description, build }
}

function ofTwo<Subject>(
  parameters: readonly [RuleType, RuleType],
  returns: RuleType,
  of: (first: Present, second: Present) => RuleValue,
  description: RuleFunction<Subject>['description'],
): RuleFunction<Subject> {
  const build: RuleFunction<Subject>['build'] = ([first, second]) => {
    const readFirst = first as Evaluator<Subject>
    const readSecond = second as Evaluator<Subject>
    return (subject, context) => {
      const a = readFirst(subject, context)
      const b = readSecond(subject, context)
      return isPresent(a) && isPresent(b) ? of(a, b) : null
    }
  }
  return { parameters, returns, description, build }
}

const intersects = (a: Present, b: Present): boolean =>
  (a as readonly string[]).some((entry) => (b as readonly string[]).includes(entry))

const includesAll = (list: Present, wanted: Present): boolean =>
  (wanted as readonly string[]).every((entry) => (list as readonly string[]).includes(entry))
