import { completeParameters } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import type { Random } from '../evaluate/random.ts'
import type { ParameterSchema, TuneRange } from '../parameter-schemas.ts'
import type { SavedRecommender } from '../recommender.ts'
import type { RecommenderKind } from '../recommender-registry.ts'

type Parameters = SavedRecommender['parameters']

/** Where to look for each parameter: a range of numbers, or some choices. */
export type SearchSpace = Readonly<Record<string, TuneRange | readonly string[]>>

interface Dimension {
  readonly parameter: ParameterSchema
  readonly range: TuneRange | readonly string[]
}

/**
 * Parameters to be tried: first the defaults, then random ones (Bergstra and Bengio, Random Search for Hyper-Parameter
 * Optimization, JMLR 2012), each different from those before. Numbers have three digits that count.
 *
 * @param fixed held at these values in every trial, the first one too
 * @param space instead of what the kind declares; parameters in neither stay at their defaults
 * @returns at most `count`: fewer where the space has no more
 * @throws RecommendError `bad-parameter` when a name, a range or a fixed value does not fit the kind, or nothing is left
 *   to be tuned
 */
export function drawParameters(
  kind: RecommenderKind,
  options: {
    readonly count: number
    readonly random: Random
    readonly fixed?: Parameters | undefined
    readonly space?: SearchSpace | undefined
  },
): readonly Parameters[] {
  const { count, random, fixed = {}, space } = options
  const standard = completeParameters(kind, fixed)
  const dimensions = dimensionsOf(kind, space).filter(({ parameter }) => !Object.hasOwn(fixed, parameter.name))
  if (dimensions.length === 0) {
    const message = `${kind.kind} has nothing to tune: no parameter that is not fixed has a range.`
    throw new RecommendError('bad-parameter', message, { parameter: 'space' })
  }
  const drawn = new Map([[JSON.stringify(standard), standard]])
  for (let draw = 0; draw < count * 20 && drawn.size < count; draw++) {
    const values = dimensions.map(({ parameter, range }) => [parameter.name, valueIn(parameter, range, random())])
    const parameters = completeParameters(kind, { ...standard, ...Object.fromEntries(values) })
    drawn.set(JSON.stringify(parameters), parameters)
  }
  return [...drawn.values()]
}

function dimensionsOf({ kind, parameters }: RecommenderKind, space: SearchSpace | undefined): Dimension[] {
  if (!space) return parameters.flatMap((parameter) => (parameter.tune ? [{ parameter, range: parameter.tune }] : []))
  return Object.entries(space).map(([name, range]) => {
    const parameter = parameters.find((one) => one.name === name)
    if (!parameter || !fits(parameter, range)) {
      const message = `${kind}: ${name} cannot be tuned so; see recommenderKinds.${kind}.parameters for names and limits.`
      throw new RecommendError('bad-parameter', message, { parameter: name })
    }
    return { parameter, range }
  })
}

function fits(parameter: ParameterSchema, range: TuneRange | readonly string[]): boolean {
  if (isChoices(range)) {
    return parameter.type === 'choice' && range.length > 0 && range.every((one) => parameter.choices.includes(one))
  }
  if (parameter.type === 'choice') return false
  const { min, max, scale } = range
  return min >= parameter.min && max <= parameter.max && min < max && (scale === 'linear' || min > 0)
}

function isChoices(range: TuneRange | readonly string[]): range is readonly string[] {
  return Array.isArray(range)
}

/** @param at where in the range, 0 … 1 */
function valueIn(parameter: ParameterSchema, range: TuneRange | readonly string[], at: number): number | string {
  if (isChoices(range)) return range[Math.floor(at * range.length)] as string
  const { min, max, scale } = range
  const value = scale === 'log' ? min * (max / min) ** at : min + (max - min) * at
  const whole = parameter.type === 'number' && parameter.integer
  return Math.min(max, Math.max(min, whole ? Math.round(value) : Number(value.toPrecision(3))))
}
