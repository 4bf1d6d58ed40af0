import type { ScoredRow } from './calibration-by-group.ts'

/** Whoever scores at least `threshold` is chosen; null chooses nobody. */
export interface CurvePoint {
  readonly threshold: number | null
  /** Rows chosen that were positive. */
  readonly hits: number
  /** Rows chosen that were not. */
  readonly false: number
}

/** What a group's thresholds can reach. */
export interface GroupCurve {
  readonly group: string
  readonly positives: number
  readonly negatives: number
  /** From nobody to everybody. */
  readonly points: readonly CurvePoint[]
}

/** The ROC curve of each group in counts, groups in the order of their names. Equal scores are one point. */
export function groupCurves(rows: readonly ScoredRow[]): readonly GroupCurve[] {
  return [...Map.groupBy(rows, ({ group }) => group)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, own]) => {
      const sorted = [...own].sort((a, b) => b.score - a.score)
      const points: CurvePoint[] = [{ threshold: null, hits: 0, false: 0 }]
      let [hits, wrong] = [0, 0]
      sorted.forEach(({ score, actual }, i) => {
        if (actual) hits++
        else wrong++
        if (sorted[i + 1]?.score !== score) points.push({ threshold: score, hits, false: wrong })
      })
      return { group, positives: hits, negatives: wrong, points }
    })
}

/**
 * The upper hull of points in the plane, x rising: the best that mixing two points by chance reaches.
 */
export function upperHull<P>(points: readonly P[], x: (p: P) => number, y: (p: P) => number): readonly P[] {
  const hull: P[] = []
  const sorted = [...points].sort((a, b) => x(a) - x(b) || y(b) - y(a))
  for (const point of sorted) {
    const last = hull[hull.length - 1]
    if (last !== undefined && x(last) === x(point)) continue
    while (hull.length >= 2) {
      const [a, b] = [hull[hull.length - 2] as P, hull[hull.length - 1] as P]
      const turn = (x(b) - x(a)) * (y(point) - y(a)) - (y(b) - y(a)) * (x(point) - x(a))
      if (turn < 0) break
      hull.pop()
    }
    hull.push(point)
  }
  return hull
}
