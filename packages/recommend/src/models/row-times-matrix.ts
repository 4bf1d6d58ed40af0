/**
 * row · matrix + bias, added up in double precision.
 *
 * @param row read from `from`, as long as the matrix is high
 * @param matrix [height × width], row-major
 * @param bias [width]
 * @param into [width], overwritten
 */
export function rowTimesMatrix(
  row: Float64Array,
  from: number,
  matrix: Float32Array,
  bias: Float32Array,
  into: Float64Array,
): void {
  const width = bias.length
  const height = matrix.length / width
  into.set(bias)
  for (let k = 0; k < height; k++) {
    const factor = row[from + k] as number
    for (let j = 0, at = k * width; j < width; j++, at++)
      into[j] = (into[j] as number) + factor * (matrix[at] as number)
  }
}
