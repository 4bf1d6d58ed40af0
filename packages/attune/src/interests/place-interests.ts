import { projectTo2d } from '@attune/language'

export interface PlacedInterests {
  /** x and y of each, one after the other, within −1 to 1. */
  readonly points: Float64Array
  /** Kruskal's stress-1: 0 where every distance on the map is as it should be; .2 is poor, below .1 fair. */
  readonly stress: number
}

const rounds = 200

/**
 * Places things so that those alike lie near each other: multidimensional scaling by majorisation (SMACOF; de Leeuw 1977, Borg &
 * Groenen, Modern Multidimensional Scaling, ch. 8) of the distances 1 − similarity, from their principal components on. The same
 * similarities give the same map.
 *
 * @param similarity size × size, row-major, symmetric, 0 (nothing in common) to 1
 */
export function placeInterests(similarity: Float64Array, size: number): PlacedInterests {
  if (size === 0) return { points: new Float64Array(0), stress: 0 }
  if (size === 1) return { points: new Float64Array(2), stress: 0 }
  const distance = (i: number, j: number): number => 1 - (similarity[i * size + j] as number)
  let points = startOf(similarity, size)
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(2 * size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        if (i === j) continue
        const length = lengthOf(points, i, j)
        const pull = length > 1e-12 ? distance(i, j) / length : 0
        for (const axis of [0, 1]) {
          const apart = (points[2 * i + axis] as number) - (points[2 * j + axis] as number)
          ;(next[2 * i + axis] as number) += (pull * apart) / size
        }
      }
    }
    points = next
  }
  return { points: fitted(points), stress: stressOf(points, distance, size) }
}

/** Principal components; things in one place are set a little apart, or nothing would ever part them. */
function startOf(similarity: Float64Array, size: number): Float64Array {
  const { points } = projectTo2d(Float32Array.from(similarity), { dimensions: size })
  return Float64Array.from(points, (value, at) => value + 1e-3 * (at % 2 === 0 ? Math.cos(at) : Math.sin(at)))
}

const lengthOf = (points: Float64Array, i: number, j: number): number =>
  Math.hypot(
    (points[2 * i] as number) - (points[2 * j] as number),
    (points[2 * i + 1] as number) - (points[2 * j + 1] as number),
  )

function stressOf(points: Float64Array, distance: (i: number, j: number) => number, size: number): number {
  let [off, all] = [0, 0]
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) {
      const length = lengthOf(points, i, j)
      off += (length - distance(i, j)) ** 2
      all += length ** 2
    }
  return all === 0 ? 0 : Math.sqrt(off / all)
}

function fitted(points: Float64Array): Float64Array {
  const most = points.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return most === 0 ? points : points.map((value) => Math.round((value / most) * 1000) / 1000)
}
