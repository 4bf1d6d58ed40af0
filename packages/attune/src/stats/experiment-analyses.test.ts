import { expect, test } from 'vitest'
import { analysisNamed, runAnalysis } from './run-analysis.ts'

interface Effect {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly p: number
  readonly standardError: number
}

/** The parts of nine results that are looked at. */
interface Told {
  readonly treatments: readonly {
    readonly relative: Effect | null
    readonly absolute: Effect | null
    readonly chanceToWin: number
    readonly usedCuped: boolean
  }[]
  readonly warnings: readonly { readonly code: string; readonly variation: string }[]
  readonly pooled: readonly { readonly difference: Effect; readonly p: number }[]
  readonly adjusted: readonly { readonly theta: number }[]
  readonly requiredUnits: { readonly total: number }
  readonly p: number
}

const run = (name: string, input: unknown) => runAnalysis(analysisNamed(name), JSON.stringify(input)) as Told
const example = (name: string) => analysisNamed(name).example

test('published figures come out of the examples', () => {
  const proportion = run('proportion', example('proportion'))
  expect(proportion.pooled[0]!.difference.low).toBeCloseTo(-0.03719748, 8)
  expect(proportion.pooled[0]!.p).toBeCloseTo(0.155218, 6)
  expect(run('mean', example('mean')).treatments[0]!.relative!.p).toBeCloseTo(0.06191, 5)
  expect(run('sequential', example('sequential')).treatments[0]!.relative!.high).toBeCloseTo(0.60675, 5)
  expect(run('bayes', example('bayes')).treatments[0]!.chanceToWin).toBeCloseTo(0.60918, 5)
  const cuped = run('cuped', example('cuped'))
  expect(cuped.adjusted[0]!.theta).toBeCloseTo(-0.07321194, 8)
  expect(cuped.treatments[0]!.relative!.value).toBeCloseTo(-0.281707154, 8)
  expect(run('srm', example('srm')).p).toBeCloseTo(0.04658274, 8)
  expect(run('power', { ...(example('power') as object), power: 0.85 }).requiredUnits.total).toBe(39_906)
})

test('exact posteriors', () => {
  const input = { ...(example('bayes') as object), posterior: 'exact' }
  expect(run('bayes', input).treatments[0]!.chanceToWin).toBeCloseTo(0.610771, 6)
})

test('rows and their sums are the same', () => {
  const rows = [
    { variation: 'a', value: 1, pre: 2 },
    { variation: 'a', value: 3, pre: 3 },
    { variation: 'a', value: 5, pre: 7 },
    { variation: 'b', value: 4, pre: 3 },
    { variation: 'b', value: 9, pre: 8 },
    { variation: 'b', value: 6, pre: 4 },
  ]
  const arms = [
    { variation: 'a', units: 3, sum: 9, sumSquares: 35, pre: { sum: 12, sumSquares: 62, postSum: 46 } },
    { variation: 'b', units: 3, sum: 19, sumSquares: 133, pre: { sum: 15, sumSquares: 89, postSum: 108 } },
  ]
  expect(run('cuped', { rows })).toEqual(run('cuped', { arms }))
  expect(run('cuped', { rows }).treatments[0]!.usedCuped).toBe(true)
})

test('rows of which one lacks its denominator make no ratio of the others', () => {
  const rows = [
    { variation: 'a', value: 1, denominator: 2 },
    { variation: 'a', value: 1 },
    { variation: 'b', value: 1, denominator: 2 },
    { variation: 'b', value: 0, denominator: 3 },
  ]
  const { treatments, warnings } = run('ratio', { rows })
  expect(treatments[0]!.relative).toBe(null)
  expect(warnings[0]).toMatchObject({ code: 'missing-denominator', variation: 'a', zh: expect.stringMatching(/分母/) })
})

test('infinite revenue is a warning in words, whether it is written as null or as 1e999', () => {
  for (const sum of ['null', '1e999']) {
    const text = `{"arms":[{"variation":"a","units":9,"sum":${sum},"sumSquares":${sum}},{"variation":"b","units":9,"sum":9,"sumSquares":30}]}`
    const { warnings, treatments } = runAnalysis(analysisNamed('mean'), text) as Told
    expect(warnings[0]).toMatchObject({ code: 'not-finite', en: expect.stringMatching(/winsorising/) })
    expect(treatments[0]!.absolute).toBe(null)
  }
})

test('units with several observations widen a quantile’s interval', () => {
  const rows = ['a', 'b'].flatMap((variation) =>
    Array.from({ length: 120 }, (_, i) => ({ variation, value: (i % 12) + (i % 5) / 10, unit: String(i % 12) })),
  )
  const clustered = run('quantile', { rows }).treatments[0]!.absolute!.standardError
  const alone = run('quantile', { rows: rows.map(({ unit: _, ...row }) => row) }).treatments[0]!.absolute!.standardError
  expect(clustered).toBeGreaterThan(1.5 * alone)
})

test('what is missing is told by its field', () => {
  const arms = [
    { variation: 'a', units: 9, sum: 3 },
    { variation: 'b', units: 9, sum: 3 },
  ]
  expect(() => run('mean', { arms })).toThrow(/^arms\.0\.sumSquares: Give the sum of squares/)
  expect(() => run('mean', { arms, rows: [] })).toThrow(/rows|not both/)
  expect(() => run('power', { baseline: { kind: 'proportion', value: 0.1 } })).toThrow(/^effect: Give the effect/)
  expect(() => run('sequential', { kind: 'proportion', method: 'group-sequential', arms })).toThrow(/looks/)
})
