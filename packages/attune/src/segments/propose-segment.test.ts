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

/** A model that gives these answers one after the other, and remembers what it was told. */
function modelOf(...answers: readonly unknown[]): SentenceReader & { readonly prompts: string[] } {
  const prompts: string[] = []
  return {
    prompts,
    async generateObject(schema, prompt) {
      prompts.push(prompt)
      return schema.parse(answers[prompts.length - 1])
    },
  }
}
const propose = (model: SentenceReader | undefined) => proposeSegment(sentence, model, vocabulary, around)
const rule = 'bought category "跑鞋" last month and not (bought category "跑鞋" this month) and trait city = "上海"'

test('a sentence becomes a rule that is read and checked like any other', async () => {
  const model = modelOf({ understood: true, rule })
  const proposal = await propose(model)
  expect(proposal).toMatchObject({ status: 'proposed', rule: parseRule(rule) })
  // Nobody has done anything yet in this shop: the warnings say so.
  expect(proposal.status === 'proposed' && proposal.warnings.map(({ code }) => code)).toContain('unknown-trait')
  expect(model.prompts[0]).toContain(JSON.stringify(sentence))
  expect(model.prompts[0]).toContain('"gender"')
})

test('a rule that cannot be read is mended once, then given up', async () => {
  const mended = modelOf({ understood: true, rule: 'bought shoes' }, { understood: true, rule })
  expect(await propose(mended)).toMatchObject({ status: 'proposed' })
  expect(mended.prompts[1]).toContain('Line 1, column 8')
  const hopeless = modelOf({ understood: true, rule: 'x' }, { understood: true, rule: 'segment nowhere' })
  expect(await propose(hopeless)).toMatchObject({
    status: 'not-understood',
    reason: { zh: expect.stringContaining('规则') },
  })
  expect(hopeless.prompts).toHaveLength(2)
})

test('without a model, with one that fails, or that does not understand, it is said so in both languages', async () => {
  expect(await propose(undefined)).toMatchObject({
    status: 'no-model',
    reason: { en: expect.any(String), zh: expect.stringMatching(/语言模型/) },
  })
  expect(await propose(modelOf({ nonsense: true }))).toMatchObject({ status: 'model-failed' })
  expect(await propose(modelOf({ understood: false, rule: '' }))).toMatchObject({ status: 'not-understood' })
})
