/**
 * Cosines between chosen rows of a table by their places among the chosen; 0 where a row is zero or there is no such row.
 * The rows are copied at length 1, so that a pair costs one product.
 *
 * @param rows [n × width], row-major
 */
export function rowCosinesAmong(
  rows: Float32Array,
  width: number,
  chosen: Int32Array,
): (a: number, b: number) => number {
  const count = rows.length / width
  const unit = new Float32Array(chosen.length * width)
  for (const [place, row] of chosen.entries()) {
    if (!(row >= 0 && row < count)) continue
    let square = 0
    for (let at = 0; at < width; at++) square += (rows[row * width + at] as number) ** 2
    if (!(square > 0)) continue
    const scale = 1 / Math.sqrt(square)
    for (let at = 0; at < width; at++) unit[place * width + at] = (rows[row * width + at] as number) * scale
  }
  return (a, b) => {
    let sum = 0
    for (let x = a * width, y = b * width, end = x + width; x < end; x++, y++) {
      sum += (unit[x] as number) * (unit[y] as number)
    }
    return sum
  }
}
