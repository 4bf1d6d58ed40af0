import { LanguageError, type LanguageErrorCode, proposedSegmentSchema } from '@attune/language'
import { expect, test } from 'vitest'
import { proposeSegment, type SentenceReader } from './propose-segment.ts'
import type { RuleSurroundings } from './rules/check-rule.ts'
import type { Vocabulary } from './segments.ts'
import { smallWorld } from './small-world.fixture.ts'
import { parseRule } from './text/parse-rule.ts'

const { activity, sources } = smallWorld()
const around: RuleSurroundings = {
  activity,
  facts: sources.facts,
  segmentRule: () => undefined,
  hasComputedTrait: () => false,
  hasScore: () => false,
}
const vocabulary: Vocabulary = {
  kinds: ['order'],
  events: [],
  traits: ['city', 'gender'],
  categories: ['跑鞋'],
  brands: [],
  devices: [],
  channels: [],
  computedTraits: [],
  scores: [],
  segments: [],
}
const sentence = '上个月买过跑鞋但没有复购的上海女性'

/** A model that gives these answers, one after the other where one does not fit, as the door to real ones asks once more. */
function modelOf(...answers: readonly unknown[]): SentenceReader & { readonly mistakes: string[] } {
  const mistakes: string[] = []
  return {
    mistakes,
    async read({ rule: schema }) {
      for (const answer of answers) {
        const read = proposedSegmentSchema(schema).safeParse(answer)
        if (read.success) return read.data
        mistakes.push(read.error.issues[0]?.message ?? '')
      }
      throw new LanguageError('bad-answer', 'no')
    },
  }
}
const propose = (model: SentenceReader | undefined) =>
  proposeSegment({ workspace: 'default', sentence, today: '2026-11-27', vocabulary }, model, around)
const rule = 'bought category "跑鞋" last month and not (bought category "跑鞋" this month) and trait city = "上海"'
const answer = (text: string, unclear: readonly string[] = []) => ({ name: '跑鞋老客', rule: text, unclear })

test('a sentence becomes a rule that is read and checked like any other', async () => {
  const proposal = await propose(modelOf(answer(rule, ['女性'])))
  expect(proposal).toMatchObject({
    status: 'proposed',
    title: '跑鞋老客',
    rule: parseRule(rule),
    unclear: ['女性'],
  })
  // Nobody has done anything yet in this shop: the warnings say so.
  expect(proposal.status === 'proposed' && proposal.warnings.map(({ code }) => code)).toContain('unknown-trait')
})

test('the mistake in a rule that cannot be read, or not be saved, is told', async () => {
  const mended = modelOf(answer('bought shoes'), answer(rule))
  expect(await propose(mended)).toMatchObject({ status: 'proposed' })
  expect(mended.mistakes).toEqual([expect.stringContaining('Line 1, column 8')])
  const hopeless = modelOf(answer('x'), answer('segment nowhere'))
  expect(await propose(hopeless)).toMatchObject({
    status: 'not-understood',
    reason: { zh: expect.stringContaining('规则') },
  })
  expect(hopeless.mistakes[1]).toContain('segment')
})

test('without a model, with one that fails, or that does not understand, it is said so in both languages', async () => {
  const failing = (code: LanguageErrorCode): SentenceReader => ({
    read: () => Promise.reject(new LanguageError(code, 'no')),
  })
  for (const none of [undefined, failing('no-model')])
    expect(await propose(none)).toMatchObject({
      status: 'no-model',
      reason: { en: expect.any(String), zh: expect.stringMatching(/语言模型/) },
    })
  expect(await propose(failing('timed-out'))).toMatchObject({ status: 'model-failed' })
  expect(await propose(modelOf(answer('')))).toMatchObject({ status: 'not-understood' })
})
