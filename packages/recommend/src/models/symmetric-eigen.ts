/** A = V diag(values) Vᵀ. */
export interface SymmetricEigen {
  /** [n], falling. */
  readonly values: Float64Array
  /** V: [n × n], row-major, eigenvectors in columns. */
  readonly vectors: Float64Array
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations,
 * section 8.5), until nothing beside the diagonal is left to double precision.
 *
 * @param matrix [n × n], row-major, symmetric and finite; not changed
 * @example
 * symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values // → 3, 1
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = matrix.slice()
  // Eigenvectors as rows, so that a rotation runs along memory.
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  const size = a.reduce((sum, value) => sum + value * value, 0)
  for (let sweep = 0; sweep < 60 && beside(a, n) > 1e-30 * size; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  const order = Int32Array.from({ length: n }, (_, at) => at)
  order.sort((x, y) => (a[y * n + y] as number) - (a[x * n + x] as number) || x - y)
  const vectors = new Float64Array(n * n)
  for (let to = 0; to < n; to++) {
    for (let i = 0; i < n; i++) vectors[i * n + to] = v[(order[to] as number) * n + i] as number
  }
  return { values: Float64Array.from(order, (at) => a[at * n + at] as number), vectors }
}

/** Squares of what stands above the diagonal. */
function beside(a: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += (a[i * n + j] as number) ** 2
  return sum
}

/** The rotation of p and q that makes a_pq zero. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number
  if (apq === 0) return
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  const turn = (array: Float64Array, x: number, y: number): void => {
    const before = array[x] as number
    const other = array[y] as number
    array[x] = c * before - s * other
    array[y] = s * before + c * other
  }
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q)
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k)
  for (let k = 0; k < n; k++) turn(v, p * n + k, q * n + k)
  a[p * n + q] = 0
  a[q * n + p] = 0
}
