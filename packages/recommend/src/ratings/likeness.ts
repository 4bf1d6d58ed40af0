/**
 * Cosine of one row with every row; 0 where a row is zero.
 *
 * @param rows [n × width], row-major
 */
export function rowCosines(rows: Float32Array, width: number, row: number): Float32Array {
  const count = rows.length / width
  const norm = Math.sqrt(product(rows, width, row, row))
  return Float32Array.from({ length: count }, (_, other) => {
    const norms = norm * Math.sqrt(product(rows, width, other, other))
    return norms > 0 ? product(rows, width, row, other) / norms : 0
  })
}

function product(rows: Float32Array, width: number, a: number, b: number): number {
  let sum = 0
  for (let at = 0; at < width; at++) sum += (rows[a * width + at] as number) * (rows[b * width + at] as number)
  return sum
}
