import { describe, expect, test } from 'vitest'
import { LanguageError } from '../../errors.ts'
import { aspectsOf } from './aspects-of.ts'
import { sentencesOf, unitsOfClause, wordForm } from './clauses.ts'
import { lexicon } from './lexicon.ts'
import { lexiconValue } from './lexicon-value.ts'
import { negations } from './negation.fixture.ts'
import { examplesFromRatings, sentimentModelOf, trainSentiment } from './sentiment-model.ts'
import { sentimentOf } from './sentiment-of.ts'

const rightOf = (sentences: readonly { readonly text: string; readonly positive: boolean }[]): number =>
  sentences.filter(({ text, positive }) => (positive ? lexiconValue(text) > 0 : lexiconValue(text) < 0)).length /
  sentences.length

describe('the word list', () => {
  test.each(['zh', 'en'] as const)('judges nine of ten negated sentences rightly: %s', (language) => {
    const all = [...negations.seen[language], ...negations.heldOut[language]]
    expect(all.length).toBeGreaterThanOrEqual(150)
    expect(rightOf(all)).toBeGreaterThanOrEqual(0.9)
    // Of those that no rule was made for, about three of four.
    expect(rightOf(negations.heldOut[language])).toBeGreaterThanOrEqual(0.75)
  })

  test('says that it is a word list', () => {
    expect(sentimentOf('很满意')).toMatchObject({ language: 'zh', label: 'positive', source: 'lexicon' })
    expect(sentimentOf('I hate it')).toMatchObject({ language: 'en', label: 'negative', source: 'lexicon' })
  })

  test('has nothing to say about nothing, other languages and numbers', () => {
    for (const text of ['', '   ', '12345', 'とても良いです', '\ud800\udc00', '。。。'])
      expect(sentimentOf(text)).toMatchObject({ probability: 0.5, score: 0, label: 'neutral' })
  })

  test('what comes after "but" counts more, and what comes after "although" less', () => {
    expect(lexiconValue('便宜，但是太差')).toBeLessThan(0)
    expect(lexiconValue('虽然太差，便宜')).toBeGreaterThan(lexiconValue('便宜，但是太差'))
    expect(lexiconValue('Slow, but excellent')).toBeGreaterThan(0)
    expect(lexiconValue('Excellent, but slow')).toBeLessThan(lexiconValue('Slow, but excellent'))
  })

  test('intensifiers make more of a word and softeners less', () => {
    expect(lexiconValue('非常满意')).toBeGreaterThan(lexiconValue('满意'))
    expect(lexiconValue('有点失望')).toBeGreaterThan(lexiconValue('失望'))
    expect(lexiconValue('very happy')).toBeGreaterThan(lexiconValue('happy'))
    expect(lexiconValue('slightly disappointed')).toBeGreaterThan(lexiconValue('disappointed'))
  })

  test('words inside of longer words say nothing', () => {
    for (const text of ['好像', '你好', '准备', '困难得', 'a likely place'])
      expect(Math.abs(lexiconValue(text))).toBeLessThan(0.75)
    expect(lexiconValue('好久')).toBe(0)
    expect(lexicon.find(['use'], 0, 1)).toBeUndefined()
  })
})

test('sentences are judged one by one', () => {
  const { sentences } = sentimentOf('味道很好。送得太慢！Would buy again. Broken box?')
  expect(sentences.map(({ text, label }) => [text, label])).toEqual([
    ['味道很好。', 'positive'],
    ['送得太慢！', 'negative'],
    ['Would buy again.', 'positive'],
    ['Broken box?', 'negative'],
  ])
})

test('clauses know numbers with points, short forms and languages side by side', () => {
  expect(sentencesOf('It cost 3.5 yuan. Fine').map(({ text }) => text)).toEqual(['It cost 3.5 yuan.', 'Fine'])
  expect(unitsOfClause("I can't 推荐")).toEqual(['i', 'can', 'not', '推', '荐'])
  expect(['loved', 'loving', 'lovely'].map(wordForm)).toEqual(['lov', 'lov', 'lov'].map((form) => form))
  expect(wordForm('thing')).toBe('thing')
})

describe('aspects', () => {
  const told = (text: string): Record<string, string> =>
    Object.fromEntries(aspectsOf(text).map(({ aspect, label }) => [aspect, label]))

  test('each has the sentiment of its own clause', () => {
    expect(told('物流很快，但是包装破了')).toEqual({ delivery: 'positive', packaging: 'negative' })
    expect(told('客服没有不耐烦，味道也不差')).toEqual({ service: 'positive', taste: 'positive' })
    expect(told('Great quality but the delivery was slow and the box was damaged.')).toEqual({
      delivery: 'negative',
      quality: 'positive',
      packaging: 'negative',
    })
  })

  test('within a clause a word belongs to the nearest one', () => {
    expect(told('质量不错物流太慢')).toEqual({ quality: 'positive', delivery: 'negative' })
    expect(told('excellent service and terrible food')).toEqual({ service: 'positive', taste: 'negative' })
  })

  test('a clause that names nothing speaks of what was named before', () => {
    const [delivery] = aspectsOf('物流方面，真的很快')
    expect(delivery).toMatchObject({ aspect: 'delivery', label: 'positive', evidence: ['物流方面', '真的很快'] })
  })

  test('a text about none of them has none', () => {
    expect(aspectsOf('今天星期五')).toEqual([])
  })
})

describe('a trained model', () => {
  const reviews = Array.from({ length: 40 }, (_, i) => ({
    text: i % 2 === 0 ? `炫到飞起 第${'一二三四五'[i % 5]}回` : `拉胯得很 第${'一二三四五'[i % 5]}回`,
    rating: i % 2 === 0 ? 5 : 1,
  }))
  const examples = examplesFromRatings([...reviews, { text: '一般', rating: 3 }, { text: ' ', rating: 5 }])
  const zh = trainSentiment({ ...examples, language: 'zh' })

  test('learns from ratings what the word list does not know, and says so', () => {
    expect(examples.texts.length).toBe(40)
    expect(sentimentOf('拉胯', { zh })).toMatchObject({ label: 'negative', source: 'model' })
    expect(sentimentOf('飞起', { zh })).toMatchObject({ label: 'positive', source: 'model' })
    expect(sentimentOf('awful', { zh }).source).toBe('lexicon')
  })

  test('still hears who denies what', () => {
    const told = sentimentOf('没有不满意的地方。一点也不舒服', { zh })
    expect(told.sentences.map(({ label, source }) => [label, source])).toEqual([
      ['positive', 'model'],
      ['negative', 'model'],
    ])
  })

  test('comes back from what was saved of it', () => {
    const copy = sentimentModelOf(structuredClone(zh.classifier.data), 'zh')
    expect(copy.probabilities(['拉胯'])).toEqual(zh.probabilities(['拉胯']))
  })

  test('judges the clause of an aspect where words and rules are silent', () => {
    expect(aspectsOf('物流拉胯', { zh })).toMatchObject([{ aspect: 'delivery', label: 'negative', source: 'model' }])
  })

  test('is refused with too few texts', () => {
    expect(() => trainSentiment({ texts: ['好'], labels: ['positive'], language: 'zh' })).toThrow(LanguageError)
  })
})
