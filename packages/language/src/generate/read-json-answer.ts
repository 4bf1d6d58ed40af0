import { z } from 'zod'
import { badAnswer } from './check-answer.ts'

/**
 * The JSON in an answer: alone, in a fenced block, or between words; what a model thought aloud before is left out.
 *
 * @throws LanguageError `bad-answer` where there is none
 */
export function readJsonAnswer(answer: string): unknown {
  const text = answer.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, '').trim()
  const fenced = /```(?:json)?\s*([\s\S]*?)```/i.exec(text)?.[1]
  const bare = /[{[][\s\S]*[}\]]/.exec(text)?.[0]
  for (const candidate of [text, fenced, bare]) {
    if (candidate === undefined) continue
    try {
      return JSON.parse(candidate)
    } catch {
      // Another reading may do.
    }
  }
  throw badAnswer('no-json', 'The answer is no JSON.')
}

/**
 * The value of an answer by its schema.
 *
 * @throws LanguageError `bad-answer`, with the places that do not fit and what is expected there, and not what stands there
 */
export function readObject<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw badAnswer('schema', 'The answer does not fit what was asked for.', { issues: issuesOf(read.error) })
}

const issuesOf = (error: z.ZodError): readonly string[] =>
  error.issues.slice(0, 8).map((issue) => `${issue.path.map(keyOf).join('.') || '(root)'}: ${expectation(issue)}`)

/** Names of records come from the answer: only what looks like a name of a field is told. */
const keyOf = (key: PropertyKey): string =>
  typeof key === 'number' || /^[\w-]{1,40}$/.test(String(key)) ? String(key) : '…'

/** Zod's own words for a mistake hold no values, except for keys that nobody expected. */
function expectation(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? 'has keys that are not allowed' : issue.message
}

/** What a server is sent to bind its answer. */
export function jsonSchemaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return json
}
