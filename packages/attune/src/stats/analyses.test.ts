import { describe, expect, test } from 'vitest'
import { analyses } from './analyses.ts'
import { analysisNamed, runAnalysis } from './run-analysis.ts'

/** Every number anywhere in a result. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

describe.each(analyses.map((analysis) => [analysis.name, analysis] as const))('%s', (name, analysis) => {
  test('its example runs, and its result can be written as JSON without loss', async () => {
    const result = await runAnalysis(analysis, JSON.stringify(analysis.example))
    const numbers = numbersIn(result)
    expect(numbers.length).toBeGreaterThan(0)
    expect(numbers.every(Number.isFinite)).toBe(true)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  test('an empty input is refused by field, with the way to an example', () => {
    expect(() => runAnalysis(analysis, '{}')).toThrow(new RegExp(`attune stats ${name} --example`))
  })

  test('it is told in both languages', () => {
    expect(analysis.summary.en).toMatch(/^[A-Z].*\.$/)
    expect(analysis.summary['zh-CN']).toMatch(/\p{Script=Han}.*。$/u)
  })
})

test('names are there once, and a wrong one is told the right ones', () => {
  const names = analyses.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(() => analysisNamed('median')).toThrow(/There are: proportion, mean,/)
})

test('what is no JSON is refused without repeating it', () => {
  expect(() => runAnalysis(analysisNamed('mean'), '{"ann@example.com"')).toThrow(
    /^The input is not one valid JSON document\.$/,
  )
})
