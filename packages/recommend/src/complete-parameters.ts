import { RecommendError } from './errors.ts'
import type { ParameterSchema } from './parameter-schemas.ts'
import type { SavedRecommender } from './recommender.ts'

/** What a kind can be told. */
export interface ParameterSet {
  readonly kind: string
  readonly parameters: readonly ParameterSchema[]
}

/**
 * The given parameters, those left out at their defaults.
 *
 * @throws RecommendError `bad-parameter` naming one that is unknown, of the wrong type or out of range
 */
export function completeParameters(
  { kind, parameters: schema }: ParameterSet,
  given: Readonly<Record<string, unknown>>,
): SavedRecommender['parameters'] {
  const complete: Record<string, number | string | boolean> = {}
  for (const parameter of schema) {
    const { name } = parameter
    const value = given[name] ?? parameter.default
    if (!fits(parameter, value)) {
      const message = `${kind}: ${name} must be ${expectationOf(parameter)}.`
      throw new RecommendError('bad-parameter', message, { parameter: name })
    }
    complete[name] = value
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(complete, name))
  if (unknown !== undefined) {
    const known = schema.map(({ name }) => name).join(', ')
    const message = `${kind} has no parameter ${JSON.stringify(unknown)}; it has ${known}.`
    throw new RecommendError('bad-parameter', message, { parameter: unknown })
  }
  return complete
}

function fits(parameter: ParameterSchema, value: unknown): value is number | string {
  if (parameter.type === 'choice') return typeof value === 'string' && parameter.choices.includes(value)
  const { min, max, integer } = parameter
  return typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value))
}

function expectationOf(parameter: ParameterSchema): string {
  if (parameter.type === 'choice') return `one of ${parameter.choices.join(', ')}`
  return `a ${parameter.integer ? 'whole ' : ''}number from ${parameter.min} to ${parameter.max}`
}
