import { MeasureError } from '../errors.ts'
import { invertPositive } from '../invert-positive.ts'
import { type Minimum, minimise } from './minimise.ts'
import type { ValueWarning } from './value-warning.ts'

/** A model's parameters by maximum likelihood. */
export interface FittedModel<Name extends string> {
  readonly parameters: Readonly<Record<Name, number>>
  /** Of the parameters; null where the data do not tell them, or they ran off to where they no longer matter. */
  readonly standardErrors: Readonly<Record<Name, number | null>>
  readonly logLikelihood: number
  readonly customers: number
  readonly iterations: number
  readonly converged: boolean
  /** Of the parameters' logarithms, in their order, row-major; null where the data do not tell them. */
  readonly covariance: readonly number[] | null
  readonly warnings: readonly ValueWarning[]
}

export interface FitOptions {
  /**
   * Pulls the logarithms of the parameters towards where the search starts, by penalty/2 · Σ (difference)² a customer: small
   * samples stay sensible. Default 0, which is plain maximum likelihood.
   */
  readonly penalty?: number
  /** Where to begin instead, one number a parameter. */
  readonly start?: readonly number[]
}

export interface LikelihoodProblem<Name extends string> {
  readonly names: readonly Name[]
  readonly customers: number
  /** Positive numbers, tried in turn until a search ends well; the best end wins. */
  readonly starts: readonly (readonly number[])[]
  /** The log-likelihood of all customers at `parameters`; its derivatives by them go into `gradient`. */
  logLikelihood(parameters: Float64Array, gradient: Float64Array): number
}

/** Beyond e^±9 (about 8,000) a shape says that a spread is not there. */
const edge = 9

/** Holds there a parameter that would run to infinity, where only rounding is left of the likelihood. */
const wall = 1e-3

/**
 * Climbs the likelihood in logarithms of the parameters, which keeps them positive and their scales alike.
 *
 * @throws MeasureError `not-fitted` where no start leads anywhere finite, `out-of-range` for options
 */
export function maximiseLikelihood<Name extends string>(
  { names, customers, starts, logLikelihood }: LikelihoodProblem<Name>,
  { penalty = 0, start }: FitOptions,
): FittedModel<Name> {
  if (!(penalty >= 0 && penalty < Number.POSITIVE_INFINITY))
    throw new MeasureError('out-of-range', 'penalty must be at least 0 and finite.')
  if (start && (start.length !== names.length || start.some((one) => !(one > 0 && one < Number.POSITIVE_INFINITY))))
    throw new MeasureError('out-of-range', `start must be ${names.length} positive numbers: ${names.join(', ')}.`)
  const centre = Float64Array.from(start ?? (starts[0] as readonly number[]), Math.log)
  const parameters = new Float64Array(names.length)
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    for (const [i, log] of x.entries()) parameters[i] = Math.exp(log)
    let value = -logLikelihood(parameters, gradient) / customers
    for (const [i, log] of x.entries()) {
      const away = log - (centre[i] as number)
      const beyond = Math.sign(away) * Math.max(0, Math.abs(away) - edge)
      value += 0.5 * (penalty * away * away + wall * beyond * beyond)
      gradient[i] = (-(gradient[i] as number) * (parameters[i] as number)) / customers + penalty * away + wall * beyond
    }
    return value
  }
  let best: Minimum | undefined
  for (const from of start ? [start] : starts) {
    const found = minimise(objective, from.map(Math.log))
    const agrees = best !== undefined && Math.abs(found.value - best.value) < 1e-7
    if (Number.isFinite(found.value) && (!best || found.value < best.value - 1e-12)) best = found
    // One good end will do; towards the edge of the parameters, two that agree.
    if (best && (agrees || (best.converged && !atEdge(best, centre)))) break
  }
  if (!best)
    throw new MeasureError('not-fitted', 'The likelihood is nowhere finite: check the units of times and amounts.')
  return fitted(best, { names, customers, centre, logLikelihood })
}

function atEdge({ x }: Minimum, centre: Float64Array): boolean {
  return x.some((log, i) => Math.abs(log - (centre[i] as number)) > edge - 0.5)
}

function fitted<Name extends string>(
  minimum: Minimum,
  {
    names,
    customers,
    centre,
    logLikelihood,
  }: Omit<LikelihoodProblem<Name>, 'starts'> & { readonly centre: Float64Array },
): FittedModel<Name> {
  const { x, converged, iterations } = minimum
  const n = names.length
  const values = x.map(Math.exp)
  const edged = atEdge(minimum, centre)
  const covariance = covarianceOf(minimum, centre, customers)
  const warnings: ValueWarning[] = []
  if (edged) warnings.push({ code: 'at-the-edge' })
  if (!converged) warnings.push({ code: 'not-converged' })
  if (!covariance) warnings.push({ code: 'not-identified' })
  const named = <T>(of: (i: number) => T): Record<Name, T> =>
    Object.fromEntries(names.map((name, i) => [name, of(i)])) as Record<Name, T>
  return {
    parameters: named((i) => values[i] as number),
    standardErrors: named((i) => {
      const spread = covariance?.[i * n + i] ?? 0
      return spread > 0 ? (values[i] as number) * Math.sqrt(spread) : null
    }),
    logLikelihood: logLikelihood(values, new Float64Array(n)),
    customers,
    iterations,
    converged,
    covariance,
    warnings,
  }
}

/**
 * Inverse of the second derivatives. Where parameters ran off, the likelihood no longer depends on them: the others' covariance is
 * worked out with these held, and theirs is 0.
 */
function covarianceOf({ x, hessian }: Minimum, centre: Float64Array, customers: number): number[] | null {
  const n = x.length
  for (const reach of [edge - 0.5, edge / 2]) {
    const free = [...x.keys()].filter((i) => Math.abs((x[i] as number) - (centre[i] as number)) <= reach)
    const block = free.flatMap((i) => free.map((j) => hessian[i * n + j] as number))
    const inverse = invertPositive(block, free.length)
    if (!inverse || free.length === 0) continue
    const covariance = new Array<number>(n * n).fill(0)
    for (const [at, i] of free.entries())
      for (const [to, j] of free.entries())
        covariance[i * n + j] = (inverse[at * free.length + to] as number) / customers
    return covariance
  }
  return null
}
