/** Halves a series by merging each pair of neighbours; a last one without a neighbour stays. */
export function halve<Point>(points: readonly Point[], merge: (earlier: Point, later: Point) => Point): Point[] {
  const halved: Point[] = []
  for (let i = 0; i < points.length; i += 2) {
    const [earlier, later] = points.slice(i, i + 2) as [Point, Point?]
    halved.push(later === undefined ? earlier : merge(earlier, later))
  }
  return halved
}

/** A series of at most so many points, by merging neighbours into equally many each. */
export function thinTo<Point>(
  points: readonly Point[],
  most: number,
  merge: (earlier: Point, later: Point) => Point,
): readonly Point[] {
  let thinned = points
  while (thinned.length > most) thinned = halve(thinned, merge)
  return thinned
}
