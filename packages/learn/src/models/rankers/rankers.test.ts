import { describe, expect, test } from 'vitest'
import { areaUnderCurve } from '../../calibrate/area-under-curve.ts'
import { Graph } from '../../graph/graph.ts'
import { defineFeatures } from './define-features.ts'
import { rowEncoder } from './encode-rows.ts'
import type { FeatureRow } from './feature-definition.ts'
import { type FitRankerOptions, fitRanker } from './fit-ranker.ts'
import { openRanker } from './open-ranker.ts'
import { rankerNetwork } from './ranker-network.ts'
import { multiTaskKinds, type RankerKind, type RankerOptions, rankerKinds } from './ranker-options.ts'
import { rankerShape } from './ranker-shape.ts'

/** Everybody likes items of their own parity; a text vector and a history say the same in other words. */
const rows: readonly FeatureRow[] = Array.from({ length: 600 }, (_, i) => {
  const [person, item] = [(i * 7) % 20, (i * 11 + Math.floor(i / 20)) % 15]
  return {
    person: `p${person}`,
    item: `i${item}`,
    price: i % 9,
    text: [item % 2, 1, -1, 0],
    history: [`i${(person * 3) % 15}`, `i${(person + 4) % 15}`].slice(0, 1 + (i % 2)),
  }
})
const likes = rows.map(({ person, item }) =>
  Number(Number(String(person).slice(1)) % 2 === Number(String(item).slice(1)) % 2),
)

const definition = defineFeatures(rows, {
  person: { kind: 'ids' },
  item: { kind: 'ids' },
  price: { kind: 'number' },
  text: { kind: 'vector' },
  history: { kind: 'list', of: 'item', longest: 3 },
})

const small: Partial<RankerOptions> = { width: 8, hidden: [16], tower: [8], experts: 2, ownExperts: 1, crossLayers: 2 }

const settings = (kind: RankerKind, more: Partial<FitRankerOptions> = {}): FitRankerOptions => ({
  definition,
  options: { kind, ...small },
  data: { rows, truths: Float32Array.from(likes) },
  epochs: 25,
  batch: 64,
  learningRate: 0.01,
  rowOptimiser: { kind: 'adagrad', pace: 10 },
  threads: 1,
  clock: () => 0,
  ...more,
})

async function scoresOf(given: FitRankerOptions, objectives: readonly string[] = ['label']) {
  const fitted = await fitRanker({ ...given, objectives })
  await using ranker = openRanker(
    { definition, options: given.options, objectives, parameters: fitted.parameters },
    { threads: 1, sizes: [1, 8, 256] },
  )
  return { fitted, scores: await ranker.score(rows), alone: await ranker.score(rows.slice(5, 6)) }
}

const accuracy = (scores: ArrayLike<number>, truths: readonly number[]): number =>
  truths.filter((truth, i) => Number((scores[i] as number) > 0.5) === truth).length / truths.length

describe('of one objective', () => {
  test.each(rankerKinds.filter((kind) => kind !== 'lr'))(
    '%s learns what only pairs tell, and scores alone as among others',
    async (kind) => {
      const { fitted, scores, alone } = await scoresOf(settings(kind))
      expect(accuracy(scores, likes)).toBeGreaterThan(0.95)
      expect(alone[0]).toBeCloseTo(scores[5] as number, 5)
      const numbers = [...fitted.shapes.values()].map((shape) => shape.reduce((size, n) => size * n, 1))
      expect(fitted.trainableParameters).toBe(numbers.reduce((sum, n) => sum + n, 0))
    },
  )

  test('lr learns what ids tell by themselves, and nothing of pairs', async () => {
    const even = rows.map(({ person }) => Number(Number(String(person).slice(1)) % 2 === 0))
    const given = settings('lr')
    const { scores } = await scoresOf({ ...given, data: { rows, truths: Float32Array.from(even) } })
    expect(accuracy(scores, even)).toBe(1)
    expect(accuracy((await scoresOf(given)).scores, likes)).toBeLessThan(0.7)
  })
})

describe('of several objectives', () => {
  // Cheap and liked is bought; what is bought and of person 0 … 9 satisfies.
  const bought = rows.map(({ price }, i) => Number(likes[i] === 1 && Number(price) < 5))
  const happy = rows.map(({ person }, i) => Number(bought[i] === 1 && Number(String(person).slice(1)) < 10))
  const truths = Float32Array.from(rows.flatMap((_, i) => [likes[i], bought[i], happy[i]] as number[]))
  const objectives = ['click', 'purchase', 'satisfied']

  test.each(multiTaskKinds)('%s learns click, purchase and satisfaction together', async (kind) => {
    const given = settings(kind, { data: { rows, truths }, mix: kind === 'mmoe' ? 'uncertainty' : [1, 1, 0.5] })
    const { scores } = await scoresOf(given, objectives)
    for (const [task, wanted] of [likes, bought, happy].entries())
      expect(
        accuracy(
          scores.filter((_, i) => i % 3 === task),
          wanted,
        ),
      ).toBeGreaterThan(0.93)
    if (kind === 'esmm')
      for (let i = 0; i < scores.length; i += 3) {
        // A later step is never likelier than the one before.
        expect(scores[i + 1]).toBeLessThanOrEqual((scores[i] as number) + 1e-5)
        expect(scores[i + 2]).toBeLessThanOrEqual((scores[i + 1] as number) + 1e-5)
      }
  })

  test('truths that are not known count nothing', async () => {
    const half = truths.map((truth, i) => (i % 3 === 1 && Math.floor(i / 60) % 2 === 0 ? Number.NaN : truth))
    const { scores } = await scoresOf(settings('sharedBottom', { data: { rows, truths: half } }), objectives)
    expect(
      accuracy(
        scores.filter((_, i) => i % 3 === 1),
        bought,
      ),
    ).toBeGreaterThan(0.9)
  })
})

test('training ends when the validation rows become no better, and keeps the best', async () => {
  const noise = Float32Array.from(rows, (_, i) => Number(Math.sin(i * 78.233) > 0))
  const given = settings('deepfm', {
    data: { rows: rows.slice(0, 400), truths: noise.slice(0, 400) },
    validation: { rows: rows.slice(400), truths: noise.slice(400) },
    epochs: 60,
    patience: 2,
  })
  const { result, epochs, parameters } = await fitRanker(given)
  expect(result.ended).toBe('patience')
  expect(epochs).toBeLessThan(60)
  const model = { definition, options: given.options, objectives: ['label'], parameters }
  await using ranker = openRanker(model, { threads: 1 })
  const auc = areaUnderCurve(await ranker.score(rows.slice(400)), noise.slice(400))
  expect(auc).toBeCloseTo(result.state.best?.judgement as number, 6)
})

test('equal seeds give equal rankers, and a training that was broken off goes on', async () => {
  const given = settings('deepfm', { epochs: 2, options: { kind: 'deepfm', ...small, dropout: 0.2 } })
  const whole = await fitRanker(given)
  let kept: Parameters<NonNullable<FitRankerOptions['keep']>['save']>[0] | undefined
  const stop = new AbortController()
  const keep = {
    every: 7,
    save: async (state: typeof kept & {}) => {
      kept = state
      stop.abort()
    },
  }
  const half = await fitRanker({ ...given, keep, signal: stop.signal })
  expect(half.result.ended).toBe('cancelled')
  const rest = await fitRanker({ ...given, ...(kept ? { from: kept } : {}) })
  expect(rest.parameters).toEqual(whole.parameters)
})

test('features are learnt from rows and are plain JSON', () => {
  const saved = JSON.parse(JSON.stringify(definition)) as typeof definition
  expect(rowEncoder(saved)(rows.slice(0, 9))).toEqual(rowEncoder(definition)(rows.slice(0, 9)))
  const shape = rankerShape(definition)
  expect(shape.fields.map(({ name, rows: count }) => [name, count])).toEqual([
    ['person', 22],
    ['item', 17],
    ['price', 10],
  ])
  expect(shape.lists).toEqual([{ name: 'history', longest: 3, first: 22, target: 1 }])
})

test('unknown and missing values have rows of their own', () => {
  const table = defineFeatures(
    [
      { id: 'a', n: 1 },
      { id: 'a', n: 3 },
      { id: 'rare', n: null },
    ],
    { id: { kind: 'ids' }, n: { kind: 'number' }, h: { kind: 'hash', buckets: 5 } },
  )
  const { ids, numbers } = rowEncoder(table)([
    { id: 'a', n: '3' },
    { id: 'rare', n: '' },
    { id: '' },
    { id: 'a', n: -9, h: 'x' },
  ])
  const [idRows, buckets] = [3, 3]
  expect([...ids].map((id, i) => id - [0, idRows, idRows + buckets][i % 3]!)).toEqual([
    ...[2, 2, 0],
    ...[0, 0, 0],
    ...[1, 0, 0],
    ...[2, 1, expect.any(Number)],
  ])
  // Mean 2, deviation 1.
  expect([...numbers]).toEqual([1, 0, 0, -11])
})

test('skewed numbers are taken by their logarithm', () => {
  const amounts = Array.from({ length: 100 }, (_, i) => ({ amount: i === 0 ? 1e6 : i }))
  expect(defineFeatures(amounts, { amount: { kind: 'number' } }).features[0]).toMatchObject({ scale: 'log' })
  const even = Array.from({ length: 100 }, (_, i) => ({ amount: i }))
  expect(defineFeatures(even, { amount: { kind: 'number' } }).features[0]).toMatchObject({ scale: 'plain' })
})

test('what makes no sense is refused', async () => {
  await expect(fitRanker(settings('fm', { data: { rows: [], truths: new Float32Array() } }))).rejects.toMatchObject({
    code: 'bad-value',
  })
  await expect(
    fitRanker(settings('fm', { data: { rows, truths: new Float32Array(600).fill(2) } })),
  ).rejects.toMatchObject({
    code: 'bad-value',
  })
  await expect(
    fitRanker(settings('fm', { objectives: ['a', 'b'], data: { rows, truths: new Float32Array(1200) } })),
  ).rejects.toMatchObject({ code: 'bad-option' })
  await expect(fitRanker(settings('gpt' as RankerKind))).rejects.toMatchObject({ code: 'bad-option' })
  expect(() => defineFeatures(rows, { history: { kind: 'list', of: 'price' } })).toThrow(
    expect.objectContaining({ code: 'bad-option' }),
  )
  const onlyText = rankerShape(defineFeatures(rows, { text: { kind: 'vector' } }))
  expect(() => rankerNetwork(new Graph(), onlyText, { kind: 'fm' }, { batch: 2, objectives: 1 })).toThrow(
    expect.objectContaining({ code: 'bad-option' }),
  )
  expect(() => rowEncoder(definition)([{ text: [1, 2] }])).toThrow(expect.objectContaining({ code: 'bad-value' }))
})

test('a number that is always the same is only shifted, and not blown up', () => {
  const same = Array.from({ length: 1000 }, () => ({ discount: 0.1 }))
  expect(defineFeatures(same, { discount: { kind: 'number' } }).features[0]).toMatchObject({ deviation: 1 })
})

test('truths that cannot judge are refused before the training, by name', async () => {
  const data = { rows: rows.slice(0, 20), truths: Float32Array.from({ length: 20 }, (_, i) => i % 2) }
  for (const truth of [0.5, 1])
    await expect(
      fitRanker({
        definition,
        options: { kind: 'lr' },
        data,
        objectives: ['click'],
        validation: { rows: data.rows, truths: new Float32Array(20).fill(truth) },
        clock: () => 0,
      }),
    ).rejects.toMatchObject({ code: 'bad-value', message: expect.stringContaining('click') })
})
