import { z } from 'zod'
import { attuneError } from '../errors.ts'

const longest = 20_000
const deepest = 20

/**
 * What an answer has to be, from a JSON Schema of the caller.
 *
 * @throws AttuneError `bad-answer-schema` when it is too large, or no JSON Schema that is understood
 */
export function readAnswerSchema(schema: Readonly<Record<string, unknown>>): z.ZodType<unknown> {
  const bad = (cause?: unknown) =>
    attuneError(
      'bad-answer-schema',
      `The schema has to be a JSON Schema of at most ${longest} characters and ${deepest} levels, without patterns and references to elsewhere.`,
      { details: { field: 'schema' }, cause },
    )
  if (JSON.stringify(schema).length > longest || depthOf(schema) > deepest || hasPattern(schema)) throw bad()
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  } catch (cause) {
    throw bad(cause)
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** A pattern may take a long time on the answer of a model. */
function hasPattern(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasPattern)
  const { pattern, patternProperties } = value as Record<string, unknown>
  if (typeof pattern === 'string' || patternProperties !== undefined) return true
  return Object.values(value).some(hasPattern)
}
