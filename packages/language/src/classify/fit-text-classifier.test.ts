import { expect, test } from 'vitest'
import { LanguageError } from '../errors.ts'
import { fitTextClassifier } from './fit-text-classifier.ts'
import { fitScorePool } from './pool-scores.ts'
import { textClassifierOf } from './text-classifier.ts'

const good = ['很好吃', '味道很好', '很喜欢', '好吃又便宜', 'very tasty', 'tasty and cheap', '非常好', '真好吃']
const bad = ['太难吃', '味道很差', '不喜欢', '难吃还贵', 'really awful', 'awful and late', '非常差', '真难吃']
const texts = [...good, ...bad]
const labels = texts.map((_, i) => (i < good.length ? 'good' : 'bad'))
const model = fitTextClassifier(texts, labels)

test('new texts of both languages get their label, with probabilities that sum to 1', () => {
  const told = model.predict(['好吃', '难吃', 'tasty', 'awful'])
  expect(told.map(({ label }) => label)).toEqual(['good', 'bad', 'good', 'bad'])
  for (const { probabilities, probability } of told) {
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 12)
    expect(probability).toBe(Math.max(...probabilities))
  }
})

test('what it explains adds up to what it says', () => {
  const weights = model.explain('很好吃', { label: 'good', count: 1000 })
  const logits = model.logits(['很好吃'])
  const sum = weights.reduce((all, { weight }) => all + weight, 0)
  expect(sum + model.data.biases[0]!).toBeCloseTo(logits[1]! - logits[0]!, 4)
  expect(weights[0]?.weight).toBeGreaterThan(0)
})

test('a model made of what was saved says the same', () => {
  const copy = textClassifierOf(structuredClone(model.data))
  expect(copy.predict(texts)).toEqual(model.predict(texts))
})

test('the same seed makes the same model', () => {
  expect(fitTextClassifier(texts, labels).data.weights).toEqual(model.data.weights)
})

test('a text without a known term, and an empty one, still get an answer', () => {
  for (const { probability } of model.predict(['', 'ქართული', '\ud800']))
    expect(probability).toBeGreaterThanOrEqual(0.5)
})

test('an example or two of a label are enough to begin with', () => {
  const small = fitTextClassifier(['退货', '发货', '价格'], ['returns', 'delivery', 'price'])
  expect(small.data.calibrated).toBe(false)
  expect(small.predict(['怎么退货'])[0]?.label).toBe('returns')
})

test('vectors are seen beside the words, and must then be there', () => {
  const own = fitTextClassifier(['a', 'a', 'a', 'a', 'a', 'a'], ['x', 'y', 'x', 'y', 'x', 'y'], {
    vectors: [
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ],
    members: [{ kind: 'svm', views: [0, 2], cost: 10 }],
  })
  expect(
    own
      .predict(
        ['a', 'a'],
        [
          [2, 0],
          [0, 3],
        ],
      )
      .map(({ label }) => label),
  ).toEqual(['x', 'y'])
  expect(() => own.predict(['a'])).toThrow(LanguageError)
})

test('what cannot be taught is refused with a code', () => {
  const codeOf = (run: () => unknown): unknown => {
    try {
      run()
    } catch (error) {
      return (error as LanguageError).code
    }
    return 'none'
  }
  expect(codeOf(() => fitTextClassifier([], []))).toBe('too-few-examples')
  expect(codeOf(() => fitTextClassifier(['a', 'b'], ['x', 'x']))).toBe('too-few-examples')
  expect(codeOf(() => fitTextClassifier(['a'], ['x', 'y']))).toBe('too-few-examples')
  expect(codeOf(() => fitTextClassifier(['a', undefined as unknown as string], ['x', 'y']))).toBe('bad-text')
  expect(codeOf(() => fitTextClassifier(['a', 'b'], ['x', 'y'], { folds: 1 }))).toBe('bad-option')
  expect(codeOf(() => fitTextClassifier(['a', 'b'], ['x', 'y'], { members: [] }))).toBe('bad-option')
  const counting = { members: [{ kind: 'naive-bayes', views: [2], cost: 1 }], vectors: [[1], [-1]] } as const
  expect(codeOf(() => fitTextClassifier(['a', 'b'], ['x', 'y'], counting))).toBe('bad-option')
})

test('the pool finds the scale under which scores are true log-odds, and drops a member that knows nothing', () => {
  // Scores of ±1 that are right three times in four: the log-odds of that are ln 3.
  const n = 4000
  const truths = Int32Array.from({ length: n }, (_, i) => i % 2)
  const told = Float64Array.from({ length: 2 * n }, (_, at) => {
    const i = at >> 1
    const says = i % 8 < 6 ? truths[i]! : 1 - truths[i]!
    return (says === at % 2 ? 1 : -1) / 2
  })
  const backwards = told.map((score) => -score * 0.5)
  const { scales, offset } = fitScorePool([told], truths, 2)
  expect(scales[0]).toBeCloseTo(Math.log(3), 2)
  expect(offset).toBeCloseTo(0, 2)
  expect(fitScorePool([told, backwards], truths, 2).scales[1]).toBe(0)
})
