import { invertPositive } from '../invert-positive.ts'

/** A function of a few numbers: its value at `x`; the gradient goes into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

export interface Minimum {
  readonly x: Float64Array
  readonly value: number
  /** Largest entry of the gradient, without its sign. */
  readonly slope: number
  readonly iterations: number
  readonly converged: boolean
  /** [n × n] second derivatives at `x`, from differences of the gradient. */
  readonly hessian: Float64Array
}

export interface MinimiseOptions {
  /** The gradient's largest entry at most. Default 1e-8. */
  readonly tolerance?: number
  /** Default 500. */
  readonly maxIterations?: number
}

/**
 * BFGS with a line search for the weak Wolfe conditions by bisection (Lewis & Overton 2013), then Newton's steps: close to the
 * minimum the value no longer tells a better point from a worse one, its gradient does.
 */
export function minimise(objective: Objective, start: ArrayLike<number>, options: MinimiseOptions = {}): Minimum {
  const { tolerance = 1e-8, maxIterations = 500 } = options
  const n = start.length
  const indices = [...Array(n).keys()]
  const dot = (a: Float64Array, b: Float64Array): number =>
    indices.reduce((sum, i) => sum + (a[i] as number) * (b[i] as number), 0)
  let x = Float64Array.from(start)
  let gradient = new Float64Array(n)
  let value = objective(x, gradient)
  let inverse = identity(n)
  let iterations = 0
  for (; iterations < maxIterations && largest(gradient) > tolerance; iterations++) {
    const direction = Float64Array.from(
      indices,
      (i) => -indices.reduce((s, j) => s + (inverse[i * n + j] as number) * (gradient[j] as number), 0),
    )
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      inverse = identity(n)
      direction.set(gradient.map((g) => -g))
      slope = -dot(gradient, gradient)
    }
    // In logarithms a step of 2 multiplies by e²: farther is never wise at once.
    const found = search(objective, { x, value, slope, direction, first: Math.min(1, 2 / largest(direction)) })
    if (!found) break
    const step = found.x.map((one, i) => one - (x[i] as number))
    const change = found.gradient.map((one, i) => one - (gradient[i] as number))
    updateInverse(inverse, step, change, iterations === 0)
    ;({ x, value, gradient } = found)
  }
  return polish(objective, { x, value, gradient, iterations }, tolerance)
}

interface Point {
  readonly x: Float64Array<ArrayBuffer>
  readonly value: number
  readonly gradient: Float64Array<ArrayBuffer>
}

interface Ray {
  readonly x: Float64Array
  readonly value: number
  readonly slope: number
  readonly direction: Float64Array
  readonly first: number
}

function search(objective: Objective, { x, value, slope, direction, first }: Ray): Point | undefined {
  let [low, high, size] = [0, Number.POSITIVE_INFINITY, first]
  for (let tries = 0; tries < 60; tries++) {
    const next = Float64Array.from(x, (one, i) => one + size * (direction[i] as number))
    const gradient = new Float64Array(x.length)
    const found = objective(next, gradient)
    const steepness = gradient.reduce((sum, g, i) => sum + g * (direction[i] as number), 0)
    if (!Number.isFinite(found) || !Number.isFinite(steepness) || found > value + 1e-4 * size * slope) high = size
    else if (steepness < 0.9 * slope) low = size
    else return { x: next, value: found, gradient }
    if (high - low < 1e-14) return undefined
    size = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : Math.min(2 * low, low + 2 / largest(direction))
  }
  return undefined
}

function updateInverse(inverse: Float64Array, step: Float64Array, change: Float64Array, first: boolean): void {
  const n = step.length
  const curvature = step.reduce((sum, s, i) => sum + s * (change[i] as number), 0)
  const length = change.reduce((sum, y) => sum + y * y, 0)
  if (!(curvature > 1e-14 * length)) return
  if (first) for (let i = 0; i < n; i++) inverse[i * n + i] = curvature / length
  const product = Float64Array.from(step, (_, i) =>
    change.reduce((sum, y, j) => sum + (inverse[i * n + j] as number) * y, 0),
  )
  const scale = 1 + change.reduce((sum, y, i) => sum + y * (product[i] as number), 0) / curvature
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      inverse[i * n + j] =
        (inverse[i * n + j] as number) +
        (scale * (step[i] as number) * (step[j] as number) -
          (step[i] as number) * (product[j] as number) -
          (product[i] as number) * (step[j] as number)) /
          curvature
}

function polish(objective: Objective, from: Point & { readonly iterations: number }, tolerance: number): Minimum {
  const { iterations } = from
  let point: Point = from
  let hessian = secondDerivatives(objective, point.x)
  for (let round = 0; round < 10; round++) {
    const inverse = invertPositive(hessian, point.x.length)
    if (!inverse) break
    const n = point.x.length
    const { gradient } = point
    const x = point.x.map((one, i) => one - gradient.reduce((sum, g, j) => sum + (inverse[i * n + j] as number) * g, 0))
    const next = new Float64Array(n)
    const value = objective(x, next)
    if (!Number.isFinite(value) || !(largest(next) < largest(gradient))) break
    point = { x, value, gradient: next }
    hessian = secondDerivatives(objective, x)
    if (largest(next) < tolerance / 1e4) break
  }
  const slope = largest(point.gradient)
  return { x: point.x, value: point.value, slope, iterations, converged: slope <= 10 * tolerance, hessian }
}

function secondDerivatives(objective: Objective, x: Float64Array): Float64Array {
  const n = x.length
  const hessian = new Float64Array(n * n)
  const [above, below] = [new Float64Array(n), new Float64Array(n)]
  for (let i = 0; i < n; i++) {
    const h = 1e-5 * Math.max(1, Math.abs(x[i] as number))
    objective(
      Float64Array.from(x, (one, j) => (i === j ? one + h : one)),
      above,
    )
    objective(
      Float64Array.from(x, (one, j) => (i === j ? one - h : one)),
      below,
    )
    for (let j = 0; j < n; j++) hessian[i * n + j] = ((above[j] as number) - (below[j] as number)) / (2 * h)
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      hessian[i * n + j] = hessian[j * n + i] = ((hessian[i * n + j] as number) + (hessian[j * n + i] as number)) / 2
  return hessian
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => Number(at % (n + 1) === 0))
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
