import { expect, test } from 'vitest'
import { writeNumber, writeValue } from './write-number.ts'

test.each([
  [1234567, 'count', '1,234,567'],
  [1234.5, 'amount', '1,234.50'],
  [-3.5, 'amount', '−3.50'],
  [0.0421, 'share', '4.21%'],
  [0.4213, 'share', '42.1%'],
  [0.032, 'change', '+3.20%'],
  [-0.5, 'change', '−50.0%'],
  [-0.00001, 'change', '0.00%'],
  [0.0051, 'points', '+0.51%'],
  [0.012345, 'p', '0.012'],
  [1e-9, 'p', '0.0001'],
  [-2, 'signed', '−2.00'],
] as const)('%d as %s is %s', (value, unit, text) => {
  expect(writeValue(value, unit)).toBe(text)
})

test('an interval follows in brackets, and a tiny p is below what is written', () => {
  expect(writeNumber({ id: 'x', unit: 'share', value: 0.04, low: 0.03, high: 0.05 })).toBe('4.00% (3.00% – 5.00%)')
  expect(writeNumber({ id: 'x', unit: 'p', value: 1e-9, low: null, high: null })).toBe('< 0.0001')
})
