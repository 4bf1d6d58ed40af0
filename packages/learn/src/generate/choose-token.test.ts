import { expect, test } from 'vitest'
import fixture from '../files/decoders.fixture.json' with { type: 'json' }
import { createRandom } from '../train/random.ts'
import { checkChoice, chooseToken, tokenProbabilities } from './choose-token.ts'

const { before, cases } = fixture.choices
const logits = Float32Array.from(fixture.choices.logits)

test.each(cases)('probabilities are those of transformers with $settings', ({ settings, probabilities }) => {
  const found = tokenProbabilities(logits, before, settings)
  expect(found.length).toBe(probabilities.length)
  for (const [token, p] of found.entries()) expect(p).toBeCloseTo(probabilities[token] as number, 7)
})

test('tokens are drawn as often as they are likely', () => {
  const settings = { temperature: 1.3, topK: 6, topP: 0.9, repetitionPenalty: 1.1 }
  const expected = tokenProbabilities(logits, before, settings)
  const random = createRandom(4, 'draws')
  const counts = new Float64Array(expected.length)
  const draws = 20_000
  for (let i = 0; i < draws; i++) {
    const token = chooseToken(logits, before, settings, undefined, random)
    counts[token] = (counts[token] as number) + 1
  }
  for (const [token, p] of expected.entries())
    expect(Math.abs((counts[token] as number) / draws - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / draws) + 1e-9)
})

test('only what is allowed comes, the likeliest of it without a temperature', () => {
  const allowed = new Set([3, 8, 10])
  const best = [...allowed].sort((a, b) => (logits[b] as number) - (logits[a] as number))[0]
  expect(chooseToken(logits, [], {}, allowed, Math.random)).toBe(best)
  const drawn = new Set(
    Array.from({ length: 300 }, (_, i) => chooseToken(logits, [], { temperature: 5 }, allowed, () => i / 300)),
  )
  expect([...drawn].sort((a, b) => a - b)).toEqual([3, 8, 10])
})

test('what cannot be drawn from is refused', () => {
  const choose = (scores: Float32Array, allowed?: ReadonlySet<number>) => () =>
    chooseToken(scores, [], {}, allowed, () => 0)
  expect(choose(logits, new Set())).toThrow(expect.objectContaining({ code: 'bad-value' }))
  expect(choose(logits, new Set([12]))).toThrow('12 is allowed, but tokens go from 0 to 11')
  expect(choose(Float32Array.of(0, Number.NaN))).toThrow(expect.objectContaining({ code: 'not-finite' }))
  expect(choose(Float32Array.of(0, Number.POSITIVE_INFINITY))).toThrow(expect.objectContaining({ code: 'not-finite' }))
  for (const wrong of [
    { temperature: -1 },
    { temperature: Number.NaN },
    { topK: 0 },
    { topK: 1.5 },
    { topP: 0 },
    { topP: 2 },
  ])
    expect(() => checkChoice(wrong)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})
