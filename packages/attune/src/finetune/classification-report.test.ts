import { expect, test } from 'vitest'
import { classificationReport } from './classification-report.ts'

test('a report by hand', () => {
  const truths = ['good', 'good', 'bad', 'bad', 'bad', 'mixed']
  const answers = ['good', 'bad', 'bad', 'bad', 'good', 'bad']
  const { accuracy, macroF1, perClass } = classificationReport(truths, answers)
  expect(accuracy).toBe(0.5)
  expect(perClass).toEqual({
    good: { precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2 },
    bad: { precision: 2 / 4, recall: 2 / 3, f1: 4 / 7, support: 3 },
    mixed: { precision: null, recall: 0, f1: 0, support: 1 },
  })
  expect(macroF1).toBeCloseTo((1 / 2 + 4 / 7 + 0) / 3, 12)
})

test('a class that was never right, but called, counts in the mean', () => {
  const { macroF1, perClass } = classificationReport(['a', 'a'], ['a', 'b'])
  expect(perClass.b).toEqual({ precision: 0, recall: null, f1: 0, support: 0 })
  expect(macroF1).toBeCloseTo(1 / 3, 12)
})
