import { trainSentiment } from '@attune/language'
import { expect, test } from 'vitest'
import { createSentimentReader } from './read-sentiment.ts'

const byWords = createSentimentReader(() => ({}))

test('a text is judged as a whole and by aspect, and each aspect says where its sentence stands', async () => {
  const text = '外面下雨。物流很快，但是包装破了。'
  const [read] = await byWords('default', [{ text, language: 'zh' }])
  expect(read?.source).toBe('lexicon')
  expect(read?.aspects).toMatchObject([
    { aspect: 'delivery', label: 'positive' },
    { aspect: 'packaging', label: 'negative' },
  ])
  for (const { start, end } of read?.aspects ?? []) expect(text.slice(start, end)).toBe('物流很快，但是包装破了。')
})

test('praise in one sentence and a complaint in another are mixed where neither prevails', async () => {
  const [mixed, silent] = await byWords('default', [
    { text: 'The taste is good. The box is bad.', language: 'en' },
    { text: 'It is Tuesday.', language: 'en' },
  ])
  expect(mixed?.label).toBe('mixed')
  expect(silent).toMatchObject({ label: 'neutral', confidence: 0.5 })
})

test('languages that nobody reads are left alone', async () => {
  expect(await byWords('default', [{ text: 'とても良い', language: 'ja' }])).toEqual([null])
})

test('the model of the workspace judges where there is one', async () => {
  const texts = Array.from({ length: 20 }, (_, i) => `${i % 2 === 0 ? 'zorp' : 'quax'} number ${'abcdefghij'[i % 10]}`)
  const en = trainSentiment({
    texts,
    labels: texts.map((_, i) => (i % 2 === 0 ? 'positive' : 'negative')),
    language: 'en',
  })
  const read = createSentimentReader((workspace) => (workspace === 'own' ? { en } : {}))
  const asked = [{ text: 'zorp', language: 'en' }]
  expect(await read('own', asked)).toMatchObject([{ label: 'positive', source: 'model' }])
  expect(await read('other', asked)).toMatchObject([{ label: 'neutral', source: 'lexicon' }])
})
