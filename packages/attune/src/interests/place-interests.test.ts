import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeInterests } from './place-interests.ts'

/** The matrix of similarities of points: 1 − distance. */
const ofPoints = (points: readonly (readonly [number, number])[]): Float64Array =>
  Float64Array.from(points.flatMap(([x, y]) => points.map(([u, v]) => 1 - Math.hypot(x - u, y - v))))
const apart = (points: Float64Array, i: number, j: number): number =>
  Math.hypot(points[2 * i]! - points[2 * j]!, points[2 * i + 1]! - points[2 * j + 1]!)

test('a map whose distances are known is drawn as it is', () => {
  const square = [
    [0, 0],
    [0.5, 0],
    [0.5, 0.5],
    [0, 0.5],
    [0.25, 0.1],
  ] as const
  const { points, stress } = placeInterests(ofPoints(square), square.length)
  expect(stress).toBeLessThan(0.001)
  const scale = apart(points, 0, 1) / 0.5
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < i; j++)
      expect(apart(points, i, j) / scale).toBeCloseTo(
        Math.hypot(square[i]![0] - square[j]![0], square[i]![1] - square[j]![1]),
        1,
      )
})

test('those who share people lie nearer to each other than to those with whom they share none', () => {
  const size = 6
  const together = (i: number, j: number) => i === j || i % 2 === j % 2
  const similarity = Float64Array.from({ length: size * size }, (_, at) =>
    together(Math.floor(at / size), at % size) ? (Math.floor(at / size) === at % size ? 1 : 0.7) : 0,
  )
  const { points } = placeInterests(similarity, size)
  for (let i = 0; i < size; i++)
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++)
        if (a !== i && together(i, a) && !together(i, b)) expect(apart(points, i, a)).toBeLessThan(apart(points, i, b))
})

test('whatever is alike, the map is finite, within its bounds, and the same again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0, max: 0.7, noNaN: true }), fc.double({ min: 0, max: 0.7, noNaN: true })), {
        maxLength: 8,
      }),
      (at) => {
        const similarity = ofPoints(at)
        const placed = placeInterests(similarity, at.length)
        expect(placed.points).toHaveLength(2 * at.length)
        for (const value of placed.points) expect(Math.abs(value)).toBeLessThanOrEqual(1)
        expect(placeInterests(similarity, at.length)).toEqual(placed)
      },
    ),
    { numRuns: 30 },
  )
})
