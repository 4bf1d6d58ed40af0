import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRng } from '../random.ts'
import type { ScoredRow } from './calibration-by-group.ts'
import { type FairThresholds, fairThresholds } from './fair-thresholds.ts'
import { fairnessAlarms } from './fairness-alarms.ts'
import { reweigh } from './reweigh.ts'

test("weights as in Kamiran & Calders' example: 2 of 5 women and 4 of 5 men accepted", () => {
  const weights = reweigh([
    { group: 'f', actual: true, count: 2 },
    { group: 'f', actual: false, count: 3 },
    { group: 'm', actual: true, count: 4 },
    { group: 'm', actual: false, count: 1 },
  ])
  expect(weights.map(({ weight }) => weight)).toEqual([1.5, 2 / 3, 0.75, 2])
})

test('after reweighing every group has the same rate, and the size it had', () => {
  const count = fc.integer({ min: 1, max: 50 })
  fc.assert(
    fc.property(count, count, count, count, count, count, (...counts) => {
      const table = counts.map((n, i) => ({ group: `g${i >> 1}`, actual: i % 2 === 0, count: n }))
      const weights = reweigh(table)
      const sum = (keep: (w: (typeof weights)[number]) => boolean) =>
        weights.filter(keep).reduce((total, w) => total + w.count * w.weight!, 0)
      const rates = ['g0', 'g1', 'g2'].map((g) => sum((w) => w.group === g && w.actual) / sum((w) => w.group === g))
      for (const rate of rates) expect(rate).toBeCloseTo(rates[0]!, 10)
      expect(sum((w) => w.group === 'g1')).toBeCloseTo(counts[2]! + counts[3]!, 8)
    }),
  )
  expect(
    reweigh([
      { group: 'a', actual: true, count: 3 },
      { group: 'a', actual: false, count: 0 },
    ])[1]?.weight,
  ).toBeNull()
})

/** Scores that are honest in both groups, which differ in how many are good. */
function biased(): readonly ScoredRow[] {
  const rng = seededRng(8)
  return Array.from({ length: 3000 }, (_, i) => {
    const group = i % 3 === 0 ? 'b' : 'a'
    const score = group === 'a' ? rng() : rng() ** 2
    return { group, score: Math.round(score * 100) / 100, actual: rng() < score }
  })
}

/** The rates that the rules have in expectation, counted row by row. */
function expectedRates(rows: readonly ScoredRow[], { groups }: FairThresholds) {
  return groups.map(({ group, thresholds, ignore, constant }) => {
    const chance = ({ score }: ScoredRow): number => {
      const looked = thresholds.reduce((p, t) => p + (t.threshold !== null && score >= t.threshold ? t.chance : 0), 0)
      return ignore * constant + (1 - ignore) * looked
    }
    const mean = (some: readonly ScoredRow[]) => some.reduce((sum, row) => sum + chance(row), 0) / some.length
    const own = rows.filter((row) => row.group === group)
    return {
      chosen: mean(own),
      hit: mean(own.filter(({ actual }) => actual)),
      wrong: mean(own.filter(({ actual }) => !actual)),
      right: own.reduce((sum, row) => sum + (row.actual ? chance(row) : 1 - chance(row)), 0),
    }
  })
}

test.each(['demographic-parity', 'equal-opportunity', 'equalised-odds'] as const)(
  '%s holds exactly, at a stated price',
  (constraint) => {
    const rows = biased()
    const result = fairThresholds(rows, constraint)
    const [a, b] = expectedRates(rows, result)
    if (constraint === 'demographic-parity') expect(a!.chosen).toBeCloseTo(b!.chosen, 8)
    else expect(a!.hit).toBeCloseTo(b!.hit, 8)
    if (constraint === 'equalised-odds') expect(a!.wrong).toBeCloseTo(b!.wrong, 8)
    expect(result.accuracy).toBeCloseTo((a!.right + b!.right) / rows.length, 8)
    expect(result.accuracy).toBeLessThanOrEqual(result.accuracyWithout + 1e-12)
    expect(result.accuracy).toBeGreaterThan(0.6)
  },
)

test('no pair of plain thresholds that meets equal opportunity is better', () => {
  const rows = biased()
  const best = fairThresholds(rows, 'equal-opportunity').accuracy
  const own = (g: string) => rows.filter(({ group }) => group === g)
  const hit = (some: readonly ScoredRow[], t: number) => {
    const good = some.filter(({ actual }) => actual)
    return good.filter(({ score }) => score >= t).length / good.length
  }
  const right = (some: readonly ScoredRow[], t: number) =>
    some.filter(({ score, actual }) => score >= t === actual).length
  const [a, b] = [own('a'), own('b')]
  let found = 0
  for (let t = 0; t <= 1; t += 0.05) {
    for (let u = 0; u <= 1; u += 0.05) {
      if (Math.abs(hit(a, t) - hit(b, u)) > 0.002) continue
      found++
      expect((right(a, t) + right(b, u)) / rows.length).toBeLessThanOrEqual(best + 0.003)
    }
  }
  expect(found).toBeGreaterThan(1)
})

test('what cannot be made fair is refused', () => {
  expect(() => fairThresholds([{ group: 'a', score: 1, actual: true }], 'demographic-parity')).toThrow(/two groups/)
  expect(() => fairThresholds([{ group: 'a', score: Number.NaN, actual: true }], 'demographic-parity')).toThrow(
    /finite/,
  )
})

test('an alarm is certain when its whole interval is beyond the limit', () => {
  const ratio = (value: number, low: number, high: number) =>
    ({ measure: 'demographic-parity', kind: 'ratio', limit: 0.8, value: { value, low, high } }) as const
  const alarms = fairnessAlarms([
    ratio(0.7, 0.6, 0.85),
    ratio(0.9, 0.7, 1),
    ratio(0.5, 0.4, 0.6),
    { ...ratio(1, 1, 1), value: null },
  ])
  expect(alarms.map(({ value, certainty }) => [value.value, certainty])).toEqual([
    [0.5, 'certain'],
    [0.7, 'likely'],
  ])
})
