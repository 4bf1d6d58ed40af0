import type { FlagInput } from 'attune/api-types'
import { describe, expect, test } from 'vitest'
import { createFormat } from '../../format/create-format.ts'
import type { Language } from '../../texts/text.ts'
import { flagDraftOf, flagOf, withRule } from './flag-draft.ts'
import { ruleWords } from './rule-words.ts'

const flag: FlagInput = {
  title: 'Wrap',
  on: true,
  defaultValue: { colour: '红' },
  rules: [
    { id: 'r1', experiment: 'checkout', values: { a: 1, b: [2] } },
    { id: 'r2', value: 'yes', share: 0.125, unit: 'device', segments: ['vip'], condition: { country: 'CN' } },
  ],
}

describe('editing a flag', () => {
  test('saving without a change changes nothing', () => {
    expect(flagOf(flagDraftOf(flag))).toEqual(flag)
  })
  test('a value that is no JSON is not saved', () => {
    const draft = flagDraftOf(flag)
    expect(flagOf({ ...draft, defaultValue: 'red' })).toBeUndefined()
    expect(flagOf({ ...draft, rules: draft.rules.map((rule) => ({ ...rule, value: '{' })) })).toBeUndefined()
  })
  test('a new rule gives nobody its value before its share is raised', () => {
    const rules = withRule(flagDraftOf(flag).rules)
    expect(new Set(rules.map(({ key }) => key)).size).toBe(3)
    expect(flagOf({ ...flagDraftOf(flag), rules })?.rules.at(-1)).toMatchObject({ share: 0, segments: [] })
  })
})

test('a rule in words says who gets what, in either language', () => {
  const words = (rule: FlagInput['rules'][number] | undefined, language: Language) =>
    rule &&
    ruleWords(rule, {
      t: (text) => text[language === 'zh' ? 1 : 0],
      f: createFormat({ language, now: () => 0 }),
    })
  const [experiment, share] = flag.rules
  expect(words(experiment, 'en')).toBe('the variation of experiment “checkout”: a → 1 · b → [2]')
  expect(words(share, 'en')).toBe('people in vip, where a condition holds, 13% of them: "yes"')
  expect(words(share, 'zh')).toBe('人群 vip（且满足条件）中的 13%："yes"')
  expect(words({ value: true, share: 1, unit: 'person', segments: [], condition: {} }, 'zh')).toBe('所有人：true')
})
