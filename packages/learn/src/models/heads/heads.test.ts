import { expect, test, vi } from 'vitest'
import type { EncoderShape } from '../../layers/encoder.ts'
import { spreadOf } from '../../measures/spread-of.ts'
import { dot, recallAt } from '../../measures/vectors.ts'
import { createRandom } from '../../train/random.ts'
import type { EncodedText } from '../encoded-text.ts'
import { type FineTuneOptions, fineTune } from '../fine-tune.ts'
import type { Example, Head } from '../head.ts'
import { openTextEncoder } from '../open-text-encoder.ts'
import { openTextModel } from '../open-text-model.ts'
import { poissonBatches } from '../poisson-batches.ts'
import { classification } from './classification.ts'
import { contrastive } from './contrastive.ts'
import { above, multiLabel } from './multi-label.ts'
import { ranking } from './ranking.ts'
import { regression } from './regression.ts'
import {
  beginOf,
  insideOf,
  outside,
  scoredTokenLabels,
  spansOf,
  tagsOf,
  tokenLabels,
  unlabelled,
} from './token-labels.ts'

const shape: EncoderShape = { layers: 1, width: 16, heads: 2, vocabulary: 40, positions: 24, segments: 2 }
const padding = 0
const random = createRandom(1, 'heads')
const draw = (n: number): number => Math.floor(random() * n)
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
/** Words that mean nothing. */
const noise = (least = 3): number[] => many(least + draw(8), () => 20 + draw(20))

// Small trainings, on machines that are busy with others.
vi.setConfig({ testTimeout: 120_000 })

let time = 0
async function learnt<Label, Answer>(
  head: Head<Label, Answer>,
  examples: readonly Example<Label>[],
  test: readonly Example<Label>[],
  more: Partial<FineTuneOptions<Label, Answer>> = {},
) {
  const options = { head, encoder: { shape }, examples, padding, batch: 16, epochs: 10, learningRate: 1e-2, dropout: 0 }
  const tuned = await fineTune({ ...options, threads: 1, clock: () => time++, ...more })
  const model = openTextModel({ head, shape, padding, ...tuned, threads: 1 })
  const answers: Answer[][] = []
  for (const { texts } of test) answers.push([...(await model.ask(texts))])
  await model[Symbol.asyncDispose]()
  return { tuned, answers, judgement: head.judgement.of(answers, test) }
}

test('several labels: each word that is there is found, whatever others are', async () => {
  const make = () => {
    const label = [0, 1, 2].filter(() => random() < 0.5)
    return { texts: [[...noise(), ...label.map((one) => 1 + one), ...noise(1)]], label }
  }
  const test = many(60, make)
  const { judgement, answers } = await learnt(multiLabel({ labels: 3 }), many(200, make), test)
  expect(judgement).toBeGreaterThan(0.95)
  expect(above(answers[0]?.[0] ?? new Float32Array(0), [0, 0, 0])).toEqual([0, 1, 2])
})

test('a number: how many of a word there are, in the unit of the labels', async () => {
  const make = () => {
    const label = draw(5)
    return { texts: [[...many(label, () => 1), ...many(10 - label, () => 20)]], label: 100 + 10 * label }
  }
  const [train, test] = [many(150, make), many(40, make)]
  const spread = spreadOf(train.map(({ label }) => label))
  const { judgement } = await learnt(regression(spread), train, test)
  expect(judgement).toBeLessThan(0.2 * spread.deviation)
  expect(() => regression(spreadOf(new Array<number>(1000).fill(0.1)))).toThrow(
    expect.objectContaining({ code: 'bad-value' }),
  )
})

test.each(['pairwise', 'listwise'] as const)('%s: a query’s own word ranks a text high', async (loss) => {
  const make = (most: number) => () => {
    const word = draw(6)
    const count = 3 + draw(most - 2)
    const label = many(count, () => Number(random() < 0.4))
    const texts = label.map((relevant): EncodedText => {
      const other = (word + 1 + draw(5)) % 6
      return { tokens: [1 + word, 19, 7 + (relevant ? word : other), ...noise(1)], second: 2 }
    })
    return { texts, label }
  }
  const head = ranking({ candidates: 5, loss })
  // Queries that are tried have more candidates than were learnt together.
  const { judgement } = await learnt(head, many(250, make(5)), many(40, make(9)), { epochs: 14 })
  expect(judgement).toBeGreaterThan(0.9)
})

test('more candidates than there is room for are refused', async () => {
  const example = { texts: [[1], [2], [3]], label: [1, 0, 0] }
  await expect(learnt(ranking({ candidates: 2 }), [example], [])).rejects.toMatchObject({ code: 'bad-value' })
})

test('queries whose candidates are equally relevant count nothing', () => {
  for (const loss of ['pairwise', 'listwise'] as const) {
    const { weights } = ranking({ candidates: 2, loss }).inputs(
      [
        { texts: [[1], [2]], label: [1, 1] },
        { texts: [[1], [2]], label: [0, 2] },
      ],
      { examples: 3, length: 8 },
    )
    expect([...(weights as Float32Array)]).toEqual([0, 1, 0])
  }
})

test('entities: names of two kinds, one or two words long', async () => {
  const make = () => {
    const before = noise()
    const [type, long] = [draw(2), draw(2)]
    const name = type === 0 ? [1, 2] : [3, 4]
    const tokens = [...before, ...name.slice(0, 1 + long), ...noise()]
    const span = { type, from: before.length, to: before.length + 1 + long }
    return { texts: [tokens], label: tagsOf([span], tokens.length).map((tag, i) => (i === 0 ? unlabelled : tag)) }
  }
  const { judgement, answers } = await learnt(tokenLabels({ types: 2 }), many(200, make), many(40, make))
  expect(judgement).toBeGreaterThan(0.95)
  expect(answers[0]?.[0]).toBeInstanceOf(Array)
})

test('a tag is as sure as its share among the exponentials of all', () => {
  const logits = Float32Array.from([Math.log(7), Math.log(2), 0, 0, Math.log(3), 0])
  const head = scoredTokenLabels({ types: 1 })
  const { tags, probabilities } = head.read({ logits }, [5, 6])
  expect(tags).toEqual([outside, beginOf(0)])
  expect(probabilities[0]).toBeCloseTo(0.7, 6)
  expect(probabilities[1]).toBeCloseTo(0.6, 6)
  const examples = [{ texts: [[5, 6]], label: [outside, beginOf(0)] }]
  expect(head.judgement.of([[{ tags, probabilities }]], examples)).toBe(1)
})

test('tags and spans by hand', () => {
  const spans = [
    { type: 1, from: 1, to: 3 },
    { type: 1, from: 3, to: 4 },
    { type: 0, from: 5, to: 6 },
  ]
  const tags = [outside, beginOf(1), insideOf(1), beginOf(1), outside, beginOf(0)]
  expect(tagsOf(spans, 6)).toEqual(tags)
  expect(spansOf(tags)).toEqual(spans)
  // What goes on with nothing begins; another type ends what was open.
  expect(spansOf([insideOf(0), insideOf(1), unlabelled, insideOf(1)])).toEqual([
    { type: 0, from: 0, to: 1 },
    { type: 1, from: 1, to: 2 },
    { type: 1, from: 3, to: 4 },
  ])
  const both = [
    { type: 0, from: 0, to: 2 },
    { type: 1, from: 1, to: 3 },
  ]
  expect(spansOf(tagsOf(both, 3))).toEqual(both.slice(0, 1))
})

/** A text about one of twelve things, told with either of two words. */
const about = (thing: number): number[] => [...noise(2), 1 + thing + (random() < 0.5 ? 0 : 6), ...noise(1)].slice(0, 12)

test('pairs: texts about the same thing come to lie together', async () => {
  const make = () => {
    const thing = draw(6)
    return { texts: [about(thing), about(thing)], label: thing }
  }
  const test = many(60, make)
  const { judgement, tuned } = await learnt(contrastive(), many(240, make), test, { epochs: 14 })
  expect(judgement).toBeGreaterThan(0.9)
  await using encoder = openTextEncoder({ shape, padding, ...tuned, threads: 1 })
  const [first, second] = await Promise.all([0, 1].map((i) => encoder.ask(test.map(({ texts }) => texts[i] ?? []))))
  const groups = test.map(({ label }) => label)
  expect(recallAt(first ?? [], second ?? [], 1, { first: groups, second: groups })).toBe(judgement)
  for (const vector of first ?? []) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
})

test('a text that is like the first and means something else is pushed away', async () => {
  // Texts share a word that means nothing here; what counts is the other.
  const make = () => {
    const [kind, mark] = [draw(4), draw(4)]
    const other = (kind + 1 + draw(3)) % 4
    return {
      texts: [
        [1 + mark, 5 + kind],
        [1 + ((mark + 1) % 4), 5 + kind],
        [1 + mark, 5 + other],
      ],
      label: kind,
    }
  }
  const head = contrastive({ hardNegatives: true })
  const { answers } = await learnt(head, many(200, make), many(40, make), { epochs: 10 })
  const none = new Float32Array(0)
  const right = answers.filter(([first = none, second = none, third = none]) => dot(first, second) > dot(first, third))
  expect(right.length / answers.length).toBeGreaterThan(0.95)
})

test('those of the own group, and empty places, are no others', () => {
  const examples = [0, 1, 0].map((label) => ({ texts: [[1], [2]], label }))
  const { hidden, weights } = contrastive().inputs(examples, { examples: 4, length: 8 })
  const rows = [0, 1, 2, 3].map((i) =>
    [...(hidden as Float32Array).subarray(4 * i, 4 * i + 4)].map((x) => Number(x < 0)),
  )
  expect(rows).toEqual([
    [0, 0, 1, 1],
    [0, 0, 0, 1],
    [1, 0, 0, 1],
    [0, 0, 0, 0],
  ])
  expect([...(weights as Float32Array)]).toEqual([1, 1, 1, 0])
})

test('without labels, dropout makes two of a text: others move away and the text stays with itself', async () => {
  const texts = many(120, () => many(6, () => 1 + draw(39)))
  const examples = texts.map((text, label) => ({ texts: [text, text], label }))
  const uniformityOf = async (epochs: number): Promise<number> => {
    const { answers } = await learnt(contrastive(), examples, examples.slice(0, 60), {
      epochs,
      dropout: 0.1,
      learningRate: epochs === 1 ? 1e-9 : 3e-3,
    })
    const vectors = answers.map(([first]) => first as Float32Array)
    let [sum, pairs] = [0, 0]
    for (const [i, a] of vectors.entries())
      for (const b of vectors.slice(0, i)) {
        sum += dot(a, b)
        pairs++
      }
    return sum / pairs
  }
  expect(await uniformityOf(8)).toBeLessThan((await uniformityOf(1)) - 0.1)
})

const classes = () => {
  const label = draw(2)
  return { texts: [[...noise(1), 1 + label, ...noise(1)]], label }
}

test('private training learns what all examples say, and tells what an accountant must know', async () => {
  const head = classification({ classes: 2 })
  const { judgement, tuned } = await learnt(head, many(300, classes), many(60, classes), {
    batch: 30,
    epochs: 15,
    privacy: { clip: 1, noise: 0.05 },
  })
  expect(judgement).toBeGreaterThan(0.9)
  expect(tuned.privacy).toEqual({ samplingRate: 0.1, noise: 0.05, steps: 150 })
})

test('every step draws each text with the same chance, whatever its length, and none is left out', () => {
  const buckets = many(300, () => draw(3))
  const random = createRandom(5, 'sample')
  const { perEpoch, most, batchesOf } = poissonBatches(buckets, { batch: 30, room: 7, randomOf: () => random })
  expect(perEpoch).toBe(10)
  const times = new Array<number>(300).fill(0)
  for (let step = 1; step <= 400; step++) {
    const batches = batchesOf(step)
    expect(batches.length).toBeLessThanOrEqual(most)
    for (const { bucket, texts } of batches) {
      expect(texts.length).toBeLessThanOrEqual(7)
      for (const text of texts) {
        expect(buckets[text]).toBe(bucket)
        times[text] = (times[text] ?? 0) + 1
      }
    }
  }
  // Binomial with 400 draws of a tenth: 40 ± 6.
  for (const count of times) expect(Math.abs(count - 40)).toBeLessThan(5 * 6)
  expect(times.reduce((sum, count) => sum + count, 0) / 300).toBeCloseTo(40, 0)
})

test('with enough noise nothing is learnt, and equal seeds give equal numbers', async () => {
  const head = classification({ classes: 2 })
  const [train, test] = [many(200, classes), many(60, classes)]
  const loud = { batch: 20, epochs: 3, privacy: { clip: 1, noise: 50 } }
  const one = await learnt(head, train, test, loud)
  expect(one.judgement).toBeLessThan(0.8)
  expect((await learnt(head, train, test, loud)).tuned.parameters).toEqual(one.tuned.parameters)
})

test.each([
  ['texts of a batch that meet', contrastive(), { texts: [[1], [2]], label: 0 }, {}],
  [
    'adaptive ranks, whose matrices are in the loss themselves',
    classification({ classes: 2 }),
    { texts: [[1]], label: 0 },
    { method: 'adalora' as const },
  ],
])('%s cannot be private', async (_, head, example, more) => {
  const privacy = { clip: 1, noise: 1 }
  await expect(
    learnt(
      head as Head<number, unknown>,
      many(20, () => example),
      [],
      { privacy, rank: 2, ...more },
    ),
  ).rejects.toMatchObject({ code: 'bad-option' })
})
