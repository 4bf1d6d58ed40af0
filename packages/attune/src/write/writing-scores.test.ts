import { expect, test } from 'vitest'
import { coverageOf, writingScores } from './writing-scores.ts'

const scored = (text: string, ...references: string[]) => writingScores([{ attributes: [], text, references }])

test('BLEU by hand: 7 of 9 words, 5 of 8 pairs, 3 of 7 triples, 2 of 6 quadruples', () => {
  const { bleu, rougeL, distinct2 } = scored('The house is small and it is red.', 'the house is small and red .')
  expect(bleu).toBeCloseTo(((7 / 9) * (5 / 8) * (3 / 7) * (2 / 6)) ** 0.25, 12)
  expect(rougeL).toBeCloseTo((2 * 7) / (9 + 7), 12)
  expect(distinct2).toBe(1)
})

test('what is shorter than the nearest reference is worth less', () => {
  expect(scored('the house is small', 'the house is small and red .').bleu).toBeCloseTo(Math.exp(1 - 7 / 4), 12)
  expect(scored('the house is small', 'the house is small and red .', 'the house is small !').bleu).toBeCloseTo(
    Math.exp(1 - 5 / 4),
    12,
  )
})

test('a word counts as often as a reference has it', () => {
  expect(scored('the the the the the', 'the cat is on the mat').bleu).toBe(0)
  expect(scored('', 'the cat').bleu).toBe(0)
})

test('Han characters are words', () => {
  expect(scored('红色的长裙', '红色的长裙').bleu).toBeCloseTo(1, 12)
  expect(scored('红裙红裙红裙', '红裙').distinct2).toBe(2 / 5)
})

test('coverage is the share of values that stand in the text', () => {
  const attributes = [
    { name: 'name', value: 'Aromi' },
    { name: 'area', value: 'City Centre' },
    { name: 'kids', value: 'yes' },
  ]
  expect(coverageOf([{ attributes, text: 'Aromi is in the city centre.' }])).toBeCloseTo(2 / 3, 12)
})
