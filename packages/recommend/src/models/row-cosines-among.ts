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
  const stride = Math.ceil(width / 4) * 4
  const unit = new Float32Array(chosen.length * stride)
  for (const [place, row] of chosen.entries()) {
    if (!(row >= 0 && row < count)) continue
    let square = 0
    for (let at = 0; at < width; at++) square += (rows[row * width + at] as number) ** 2
    if (!(square > 0)) continue
    const scale = 1 / Math.sqrt(square)
    for (let at = 0; at < width; at++) unit[place * stride + at] = (rows[row * width + at] as number) * scale
  }
  return (a, b) => {
    // Four sums at once: one would wait for each addition.
    let s = 0
    let t = 0
    let u = 0
    let v = 0
    for (let x = a * stride, y = b * stride, end = x + stride; x < end; x += 4, y += 4) {
      s += (unit[x] as number) * (unit[y] as number)
      t += (unit[x + 1] as number) * (unit[y + 1] as number)
      u += (unit[x + 2] as number) * (unit[y + 2] as number)
      v += (unit[x + 3] as number) * (unit[y + 3] as number)
    }
    return s + t + (u + v)
  }
}
