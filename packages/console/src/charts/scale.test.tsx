import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digitsOf, domainAround, intervalDomain, linearScale, roundStep, ticksAround, ticksWithin } from './scale.ts'
import { spreadLabels } from './spread-labels.ts'
import { bandPath, linePath } from './svg-path.ts'

describe('scales', () => {
  test('a linear scale maps ends to ends and holds what lies outside', () => {
    const y = linearScale([0, 10], [100, 0])
    expect([y(0), y(5), y(10), y(12), y(-3)]).toEqual([100, 50, 0, 0, 100])
  })
  test('steps are 1, 2, 2.5 or 5 times a power of ten', () => {
    expect([roundStep(10, 5), roundStep(0.9, 4), roundStep(1234, 6), roundStep(0, 5)]).toEqual([2, 0.25, 250, 1])
  })
  test('ticks inside a span', () => {
    expect(ticksWithin(-0.08, 0.5, 6)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    expect(ticksWithin(0.02, 0.051, 3)).toEqual([0.02, 0.04])
  })
  test('ticks around values hold them all and are few', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(high - low > 1e-6)
        const ticks = ticksAround(low, high, 5)
        const slack = (high - low) * 1e-6
        expect(ticks[0]).toBeLessThanOrEqual(low + slack)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - slack)
        expect(ticks.length).toBeLessThanOrEqual(7)
      }),
    )
  })
  test('one value still gets an axis', () => {
    expect(ticksAround(4, 4, 5).length).toBeGreaterThan(1)
  })
  test('a column of intervals always shows zero and never shrinks to nothing', () => {
    const [low, high] = intervalDomain([{ low: 0.31, high: 0.45 }])
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0.45)
    const [from, to] = intervalDomain([])
    expect(to - from).toBeGreaterThanOrEqual(0.05)
  })
})

describe('labels at the ends of lines', () => {
  const wanted = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 6 })
  test('they keep their order and their distance, inside the chart', () => {
    fc.assert(
      fc.property(wanted, (ys) => {
        const placed = spreadLabels(ys, 17, [0, 200])
        const order = ys.map((_, i) => i).sort((a, b) => (ys[a] as number) - (ys[b] as number))
        for (let k = 1; k < order.length; k++) {
          const gap = (placed[order[k] as number] as number) - (placed[order[k - 1] as number] as number)
          expect(gap).toBeGreaterThanOrEqual(17 - 1e-6)
        }
        for (const y of placed) {
          expect(y).toBeGreaterThanOrEqual(-1e-6)
          expect(y).toBeLessThanOrEqual(200 + 1e-6)
        }
      }),
    )
  })
  test('two that collide share the way: each moves half', () => {
    expect(spreadLabels([100, 100], 20, [0, 200])).toEqual([90, 110])
  })
  test('labels with room stay where their lines end', () => {
    expect(spreadLabels([150, 20, 80], 17, [0, 200])).toEqual([150, 20, 80])
  })
})

describe('paths', () => {
  const same = (v: number) => v
  test('a line breaks where a day has no figure', () => {
    expect(linePath([1, 2, null, 4], same, same)).toBe('M0.0 1.0L1.0 2.0M3.0 4.0')
  })
  test('a band has one closed piece a stretch', () => {
    expect(bandPath([0, 0, null, 1], [2, 3, null, 2], same, same)).toBe(
      'M0.0 2.0L1.0 3.0L1.0 0.0L0.0 0.0ZM3.0 2.0L3.0 1.0Z',
    )
  })
})

test('intervals that need no zero get a tenth of air on both sides, and a least width', () => {
  const [from, to] = domainAround([
    { low: 0.9, high: 0.95 },
    { low: 0.92, high: 1 },
  ])
  expect(from).toBeCloseTo(0.9 - 0.012, 12)
  expect(to).toBeCloseTo(1 + 0.012, 12)
  const [a, b] = domainAround([{ low: 0.5, high: 0.5 }])
  expect(b - a).toBeCloseTo(0.24 * 0.002, 12)
})

test('ticks are written with as many decimals as tell them apart', () => {
  expect(digitsOf([0, 0.025, 0.05])).toBe(3)
  expect(digitsOf([-2, 0, 2])).toBe(0)
  expect(digitsOf([])).toBe(0)
})
