import { expect, test } from 'vitest'
import { holdOutRows } from './hold-out-rows.ts'

const rows = Array.from({ length: 1000 }, (_, i) => ({ i }))
const truths = Float32Array.from({ length: 1000 }, (_, i) => Number(i % 10 === 0))

test('a share of each class is set aside, the same for the same seed', () => {
  const { train, aside } = holdOutRows({ rows, truths }, { share: 0.2, seed: 1 })
  expect([aside.rows.length, train.rows.length]).toEqual([200, 800])
  for (const { rows: own, truths: labels } of [train, aside])
    expect([...labels]).toEqual(own.map(({ i }) => Number(Number(i) % 10 === 0)))
  expect(aside.truths.reduce((sum, truth) => sum + truth, 0)).toBe(20)
  const places = (seed: number) => holdOutRows({ rows, truths }, { share: 0.2, seed }).aside.rows
  expect(places(1)).toEqual(aside.rows)
  expect(places(2)).not.toEqual(aside.rows)
})

test('a class of too few rows is refused', () => {
  const few = { rows: rows.slice(0, 11), truths: truths.slice(0, 11) }
  expect(() => holdOutRows(few, { share: 0.1, seed: 1 })).toThrow(expect.objectContaining({ code: 'too-few-rows' }))
})
