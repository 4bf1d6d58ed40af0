import { InvalidArgumentError } from 'commander'

export type Parameter = number | string | boolean

/** Parameters of a kind of recommender as written on a command line. */
export interface KindParameters {
  /** Named before the document: `ials:{"factors":192}`. */
  readonly kind: string | undefined
  readonly parameters: Readonly<Record<string, Parameter>>
}

/**
 * Reads `{"factors":192}` or `ials:{"factors":192}`.
 *
 * @throws InvalidArgumentError that says what is wrong, and with which parameter
 */
export function readKindParameters(text: string): KindParameters {
  const [, kind, json = ''] = /^\s*(?:([a-zA-Z]\w*)\s*:)?\s*(\{.*\})\s*$/s.exec(text) ?? []
  const document = json === '' ? undefined : parsed(json)
  if (!isRecord(document))
    throw new InvalidArgumentError(`write a JSON object, for example '{"factors":192}' or 'ials:{"factors":192}'`)
  for (const [name, value] of Object.entries(document))
    if (!isParameter(value))
      throw new InvalidArgumentError(`${name} must be a number, a text, true or false; it is ${JSON.stringify(value)}`)
  return { kind, parameters: document as Record<string, Parameter> }
}

/** Reads `neighbours=100`; numbers, `true` and `false` become what they look like. */
export function readParameter(text: string): Readonly<Record<string, Parameter>> {
  const match = /^(\w+)=(.+)$/.exec(text)
  if (!match) throw new InvalidArgumentError('write name=value, for example neighbours=100')
  const [, name = '', raw = ''] = match
  const number = Number(raw)
  return { [name]: raw === 'true' ? true : raw === 'false' ? false : Number.isFinite(number) ? number : raw }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isParameter = (value: unknown): value is Parameter =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
