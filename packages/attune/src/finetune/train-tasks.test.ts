import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fitTextClassifier } from '@attune/language'
import { decodeSafetensors } from '@attune/learn'
import { expect, test, vi } from 'vitest'
import { openPredictor } from '../predict/open-predictor.ts'
import { quantiseClassifier } from '../quantise/quantise-classifier.ts'
import { labelReport } from './label-report.ts'
import { openClassifier } from './open-classifier.ts'
import { saveModel } from './save-model.ts'
import { trainClassifier } from './train-classifier.ts'
import { trainLabeller } from './train-labeller.ts'
import { parts, trainRanker } from './train-ranker.ts'
import { scoreReport, trainScorer } from './train-scorer.ts'
import { trainSimilarity } from './train-similarity.ts'
import { tagReport, trainTagger } from './train-tagger.ts'
import { wordsFile } from './words-beside.ts'

// Small trainings, on machines that are busy with others.
vi.setConfig({ testTimeout: 120_000 })

let state = 7
const draw = <T>(list: readonly T[]): T => {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31
  return list[Math.floor((state / 2 ** 31) * list.length)] as T
}
const many = <Row>(count: number, make: () => Row) => ({ rows: Array.from({ length: count }, make), leftOut: [] })
const things = ['外套', '鞋子', '茶壶', 'jacket', 'shoes', 'teapot', '手机', 'lamp']
const brands = ['Nike', '安踏', 'Adidas', '李宁']

let time = 0
const hooks = { clock: () => time++ }
const settings = {
  encoder: 'scratch',
  method: 'full',
  epochs: 8,
  batch: 16,
  longest: 24,
  rank: 8,
  seed: 1,
  threads: 1,
} as const

test('several labels of a text in either language, with thresholds of their own', async () => {
  const words = { size: ['too small', '太小'], late: ['came late', '送货慢'], good: ['great', '很好'] }
  const make = () => {
    const labels = Object.keys(words).filter(() => draw([true, false])) as (keyof typeof words)[]
    return { text: [draw(things), ...labels.map((label) => draw(words[label])), draw(things)].join(' '), labels }
  }
  const { report, saved } = await trainLabeller({ train: many(300, make), test: many(60, make) }, settings, hooks)
  expect(report.microF1).toBeGreaterThan(0.9)
  expect(saved.facts).toMatchObject({ labels: ['good', 'late', 'size'] })
  expect(saved.facts.thresholds).toHaveLength(3)
})

test('words beside a network: probabilities are averaged, alike in the trial, from the folder and from bytes', async () => {
  const classes = {
    praise: ['great', '很好', '喜欢'],
    complaint: ['awful', '太差', '失望'],
    question: ['how', '怎么', '吗'],
  }
  const make = () => {
    const label = draw(Object.keys(classes) as (keyof typeof classes)[])
    return { text: [draw(things), draw(classes[label]), draw(brands), draw(things)].join(' '), label }
  }
  const files = { train: many(150, make), test: many(40, make) }
  const alone = await trainClassifier(files, { ...settings, epochs: 2, scope: 'softmax' }, hooks)
  const both = await trainClassifier(files, { ...settings, epochs: 2, scope: 'softmax', words: true }, hooks)
  expect(both.report.network?.accuracy).toBe(alone.report.accuracy)
  expect(both.report.words?.accuracy).toBeGreaterThan(0.9)
  const folder = (name: string) => join(mkdtempSync(join(tmpdir(), 'attune-words-')), name)
  const [withWords, network] = [folder('both'), folder('alone')]
  saveModel(withWords, both, settings, '')
  saveModel(network, alone, settings, '')
  const texts = files.test.rows.map(({ text }) => text)
  const answersOf = async (path: string) => {
    await using model = await openPredictor(path, { threads: 1, batch: 8 })
    if (model.kind !== 'classify') throw new Error(model.kind)
    return await model.predict(texts, { top: 3 })
  }
  const [averaged, own] = [await answersOf(withWords), await answersOf(network)]
  const words = fitTextClassifier(
    files.train.rows.map(({ text }) => text),
    files.train.rows.map(({ label }) => label),
  )
  const [first] = words.predict(texts)
  for (const { label, probability } of averaged[0]?.top ?? []) {
    const network = own[0]?.top?.find((one) => one.label === label)?.probability ?? Number.NaN
    const spoken = first?.probabilities[words.labels.indexOf(label)] ?? Number.NaN
    expect(probability).toBeCloseTo((network + spoken) / 2, 5)
  }
  const right = averaged.filter(({ label }, i) => label === files.test.rows[i]?.label).length
  expect(both.report.accuracy).toBeCloseTo(right / texts.length, 12)
  // Rounded to bytes, the words stay what they are.
  const opened = openClassifier(withWords)
  const { scores } = await quantiseClassifier(opened, { bits: 8, threads: 1, device: 'cpu', test: files.test })
  expect(scores?.before.accuracy).toBeCloseTo(both.report.accuracy, 12)
  // A file of words that is none is said to be none.
  writeFileSync(join(withWords, wordsFile), 'nothing')
  expect(() => openClassifier(withWords)).toThrow(expect.objectContaining({ code: 'bad-model' }))
  rmSync(join(withWords, wordsFile))
  expect(() => openClassifier(withWords)).toThrow('words.safetensors is missing')
  await expect(
    trainClassifier(files, { ...settings, words: true, privacy: { noise: 1, clip: 1 } }, hooks),
  ).rejects.toThrow('Words keep what was learnt from')
})

test('labels by hand', () => {
  const report = labelReport([['a', 'b'], [], ['c']], [['a'], [], ['b']])
  expect(report).toMatchObject({ microF1: 2 / 5, exact: 1 / 3 })
  expect(report.perClass).toEqual({
    a: { precision: 1, recall: 1, f1: 1, support: 1 },
    b: { precision: 0, recall: 0, f1: 0, support: 1 },
    c: { precision: null, recall: 0, f1: 0, support: 1 },
  })
})

test('a number for a text', async () => {
  const make = () => {
    const value = draw([1, 2, 3, 4])
    return { text: `${draw(things)} ${['awful', '一般', 'good', '太好了'][value - 1]} ${draw(things)}`, value }
  }
  const { report } = await trainScorer({ train: many(250, make), test: many(50, make) }, settings, hooks)
  expect(report.rmse).toBeLessThan(report.baselineRmse / 2)
  expect(report.spearman).toBeGreaterThan(0.8)
})

test('errors of numbers by hand', () => {
  expect(scoreReport([1, 3], [2, 2], 0)).toEqual({
    rmse: 1,
    baselineRmse: Math.sqrt(5),
    r2: 0,
    spearman: 0,
  })
})

test('candidates in the order in which they answer a query', async () => {
  const rows = () => {
    const query = `${draw(things)} ${draw(brands)} ${state}`
    return Array.from({ length: 5 }, () => {
      const thing = draw(things)
      return { query, text: `${draw(brands)} ${thing}`, relevance: Number(query.startsWith(thing)) }
    })
  }
  const file = (count: number) => ({ rows: Array.from({ length: count }, rows).flat(), leftOut: [] })
  const { report } = await trainRanker(
    { train: file(80), test: file(30) },
    { ...settings, epochs: 6, loss: 'listwise', candidates: 5 },
    hooks,
  )
  expect(report.queries).toBeGreaterThan(5)
  expect(report.ndcg10).toBeGreaterThan(report.shuffledNdcg10)
})

test('many candidates are dealt out so that each part has relevant ones', () => {
  const group = [3, 0, 0, 0, 1, 0, 0].map((relevance, i) => ({ query: 'q', text: String(i), relevance }))
  const dealt = parts(group, 4)
  expect(dealt.map((part) => part.map(({ relevance }) => relevance))).toEqual([
    [3, 0, 0, 0],
    [1, 0, 0],
  ])
  expect(parts(group.slice(1, 3), 4)).toEqual([])
})

test('brands are found where they stand, and a folder holds all that finds them', async () => {
  const make = () => {
    const brand = draw(brands)
    const before = `${draw(things)} ${draw(['of', '的'])} `
    return {
      text: `${before}${brand} ${draw(things)}`,
      entities: [{ start: before.length, end: before.length + brand.length, label: 'brand' }],
    }
  }
  const trained = await trainTagger({ train: many(250, make), test: many(50, make) }, settings, hooks)
  expect(trained.report.f1).toBeGreaterThan(0.9)
  const folder = join(mkdtempSync(join(tmpdir(), 'attune-tagger-')), 'model')
  saveModel(folder, trained, settings, '# Tagger\n')
  expect(readdirSync(folder).sort()).toEqual(['README.md', 'model.safetensors', 'tagger.json', 'tokenizer.json'])
  const { arrays, metadata } = decodeSafetensors(readFileSync(join(folder, 'model.safetensors')))
  expect(metadata.format).toBe('attune-tagger-1')
  expect(arrays.get('head.bias')?.data).toHaveLength(3)
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('# Tagger\n')
})

test('whole entities by hand', () => {
  const [a, b] = [
    { start: 0, end: 2, label: 'brand' },
    { start: 3, end: 5, label: 'thing' },
  ]
  const report = tagReport([[a, b], [a]], [[a, { ...b, end: 6 }], []])
  expect(report).toMatchObject({ precision: 1 / 2, recall: 1 / 3, f1: 2 / 5 })
  expect(report.perClass.thing).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 })
})

test('questions that ask the same come to lie together', async () => {
  const topics = [
    ['where is my parcel', '包裹在哪里'],
    ['I want my money back', '我要退款'],
    ['the size is wrong', '尺码不对'],
    ['how do I pay', '怎么付款'],
  ]
  const make = () => {
    const topic = draw(topics)
    return { first: `${draw(things)} ${topic[0]}`, second: topic[1] as string }
  }
  const { report } = await trainSimilarity(
    { train: many(200, make), test: many(40, make) },
    { ...settings, scale: 20 },
    hooks,
  )
  expect(report.recallAt1).toBeGreaterThan(0.9)
  expect(report.before).toBeUndefined()
})
