import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createRandom } from '@attune/learn'
import { describe, expect, test } from 'vitest'
import { LanguageError } from '../../errors.ts'
import { fitLatentVectors } from '../fit-latent-vectors.ts'
import { fitTextClassifier } from '../fit-text-classifier.ts'
import { englishViews } from '../text-view.ts'
import { discoverTopics } from './discover-topics.ts'
import { fitIntents } from './fit-intents.ts'
import { fitTopics } from './fit-topics.ts'
import { nameClusters } from './name-clusters.ts'
import { proposeToLabel } from './propose-to-label.ts'

const examples = [
  ['怎么退货', 'returns'],
  ['退货要多久', 'returns'],
  ['退货地址在哪', 'returns'],
  ['我想退货退款', 'returns'],
  ['什么时候发货', 'delivery'],
  ['发货了吗', 'delivery'],
  ['几天能发货', 'delivery'],
  ['发货用什么快递', 'delivery'],
  ['can I return it', 'returns'],
  ['return address please', 'returns'],
  ['when will it ship', 'delivery'],
  ['ship it today', 'delivery'],
].map(([text, topic]) => ({ text: text!, topic: topic! }))

describe('topics from few examples', () => {
  test('are told apart in both languages', async () => {
    const told = await (await fitTopics(examples)).classify(['想退货', '还没发货', 'how to return', 'did it ship'])
    expect(told.map(({ label }) => label)).toEqual(['returns', 'delivery', 'returns', 'delivery'])
  })

  test('see an encoder’s vectors where one is passed', async () => {
    const vectors = (texts: readonly string[]): Promise<Float32Array[]> =>
      Promise.resolve(texts.map((text) => (/ship|发货/.test(text) ? Float32Array.of(1, 0) : Float32Array.of(0, 1))))
    const model = await fitTopics(examples, { vectors })
    expect(model.classifier.data.dimensions).toBe(2)
    expect((await model.classify(['zzz']))[0]?.label).toBe('returns')
  })

  test('refuse an encoder that leaves texts out', async () => {
    await expect(fitTopics(examples, { vectors: () => [] })).rejects.toThrow(LanguageError)
  })
})

test('an intent is known, one outside of all is called that, and what it names is handed on', async () => {
  const model = await fitIntents(
    examples.map(({ text, topic }) => ({ text, intent: topic })),
    {
      outside: ['今天天气如何', '唱首歌吧', 'tell me a joke', 'what is love'],
      entitiesOf: (text) => (text.includes('三号') ? [{ kind: 'date', text: '三号', from: 0, to: 2 }] : []),
    },
  )
  const [known, unknown] = await model.recognise(['三号能发货吗', '你叫啥'])
  expect(known).toMatchObject({ intent: 'delivery', outOfScope: false, entities: [{ kind: 'date', text: '三号' }] })
  expect(unknown?.outOfScope).toBe(true)
  expect(known!.confidence).toBeGreaterThan(unknown!.confidence)
})

test('a cluster is named by the words that are its own', () => {
  const texts = ['快递 很慢 快递', '快递 到了', '咖啡 好喝', '咖啡 很香']
  const [delivery, coffee] = nameClusters(texts, [0, 0, 1, 1], { clusters: 2, words: 1 })
  expect([delivery, coffee]).toEqual([['快递'], ['咖啡']])
})

test('what texts are about is found and named', async () => {
  const of = (word: string, others: string[]): string[] => others.map((other) => `${word} ${other} ${word}`)
  const texts = [
    ...of('shipping', ['slow shipping parcel', 'parcel late', 'parcel lost', 'late parcel']),
    ...of('coffee', ['taste roast', 'roast aroma', 'taste aroma', 'roast taste']),
  ]
  const { topics } = await discoverTopics(texts, { topics: 2 })
  expect(topics.map(({ words }) => words[0]).sort()).toEqual(['coffee', 'shipping'])
  expect(topics.map((topic) => topic.texts.length)).toEqual([4, 4])
  await expect(discoverTopics(['a'])).rejects.toThrow(LanguageError)
})

test('texts with the same words lie close together', () => {
  const texts = ['red pen blue pen', 'blue pen red', 'hot soup bowl', 'soup hot bowl']
  const [a, b, c, d] = fitLatentVectors(texts, { dimensions: 2, minTexts: 1 })(texts) as Float32Array[]
  const cosine = (x: Float32Array, y: Float32Array): number => x.reduce((sum, own, k) => sum + own * y[k]!, 0)
  expect(cosine(a!, b!)).toBeGreaterThan(0.9)
  expect(cosine(c!, d!)).toBeGreaterThan(0.9)
  expect(Math.abs(cosine(a!, c!))).toBeLessThan(0.2)
})

describe('what to label next', () => {
  const texts = ['甲乙', '甲乙', '甲丙', '丁戊', '丁己']
  test('is never labelled already, nor the same text twice, and always the same', () => {
    const proposed = proposeToLabel({ texts, labelled: [2], count: 10 })
    expect([...proposed].sort()).toEqual([0, 3, 4])
    expect(proposeToLabel({ texts, labelled: [2], count: 10 })).toEqual(proposed)
  })

  test('is first what the model is unsure about', () => {
    const predictions = [0.99, 0.99, 0.99, 0.95, 0.51].map((p) => ({ probabilities: Float64Array.of(p, 1 - p) }))
    expect(proposeToLabel({ texts, labelled: [], count: 1, predictions })).toEqual([4])
  })

  const root = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')
  const folder = join(root, 'sms-spam')
  test.skipIf(!existsSync(folder))('teaches more than as many labels at random, on real messages', () => {
    const rows = [
      ...gunzipSync(readFileSync(join(folder, 'sms_spam.csv.gz')))
        .toString('utf8')
        .matchAll(/^"(ham|spam)","(.*)"\r?$/gm),
    ]
    const pool = rows.slice(0, 1200).map(([, label, text]) => ({ text: text!, label: label! }))
    const rest = rows.slice(1200, 2400).map(([, label, text]) => ({ text: text!, label: label! }))
    const all = pool.map(({ text }) => text)
    const vectors = fitLatentVectors(all, { dimensions: 30 })(all)
    const options = { views: [englishViews[0]!], members: [{ kind: 'svm', views: [0], cost: 1 }], folds: 2 } as const
    const fit = (numbers: readonly number[]): ReturnType<typeof fitTextClassifier> =>
      fitTextClassifier(
        numbers.map((i) => all[i]!),
        numbers.map((i) => pool[i]!.label),
        options,
      )
    const f1 = (numbers: readonly number[]): number => {
      const told = fit(numbers).predict(rest.map(({ text }) => text))
      const count = (is: (i: number) => boolean): number => rest.filter((_, i) => is(i)).length
      const right = count((i) => told[i]!.label === 'spam' && rest[i]!.label === 'spam')
      return (2 * right) / (count((i) => told[i]!.label === 'spam') + count((i) => rest[i]!.label === 'spam'))
    }
    let [proposed, drawn] = [0, 0]
    for (let seed = 1; seed <= 3; seed++) {
      const random = createRandom(seed, 'pool')
      const order = [...all.keys()]
        .map((i) => ({ i, at: random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ i }) => i)
      const spam = order.find((i) => pool[i]!.label === 'spam')!
      const start = [...new Set([spam, ...order])].slice(0, 20)
      const labelled = [...start]
      while (labelled.length < 80)
        labelled.push(
          ...proposeToLabel({ texts: all, labelled, count: 20, vectors, predictions: fit(labelled).predict(all) }),
        )
      proposed += f1(labelled) / 3
      drawn += f1([...new Set([spam, ...order])].slice(0, 80)) / 3
    }
    expect(proposed).toBeGreaterThan(drawn)
  })
})
