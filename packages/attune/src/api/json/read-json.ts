import { isUtf8 } from 'node:buffer'
import { AttuneError, attuneError } from '../../errors.ts'
import { type JsonLimits, jsonLimits, scanJson } from './scan-json.ts'

export interface ReadJsonOptions {
  /** The route judges texts and numbers itself, one event at a time: one bad event is no reason to refuse the others. */
  readonly judgedLater?: boolean
  readonly limits?: JsonLimits
}

/** Codes of what `readJson` refuses. */
const faults: readonly string[] = [
  'empty-body',
  'invalid-json',
  'too-deep',
  'json-too-many-keys',
  'duplicate-key',
  'number-too-large',
  'invalid-text',
]

/** Whether a body was refused as JSON, before anybody looked at what it says. */
export const isJsonFault = (error: unknown): error is AttuneError =>
  error instanceof AttuneError && faults.includes(error.code)

/** An escape of a surrogate: bytes that are UTF-8 can hold a lone one in no other way. */
const surrogate = /\\u[dD][89a-fA-F]/

/**
 * JSON of strangers as a value: UTF-8 without a byte-order mark, nested and wide within limits, every key of an object once,
 * finite numbers, well-formed texts. `__proto__`, and a `constructor` that holds a `prototype`, are dropped.
 *
 * @throws AttuneError, with a code of `faults`; it repeats nothing of the body
 */
export function readJson(bytes: Buffer, { judgedLater = false, limits = jsonLimits }: ReadJsonOptions = {}): unknown {
  if (bytes.length === 0) throw attuneError('empty-body', 'The body is empty; send JSON.')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    throw attuneError('invalid-json', 'The body begins with a byte-order mark; send it without.')
  if (!isUtf8(bytes)) throw attuneError('invalid-json', 'The body is not UTF-8.')
  const written = scanJson(bytes, limits)
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw attuneError('invalid-json', 'The body is not valid JSON.')
  }
  const texts = !judgedLater && surrogate.test(text)
  if (clean(value, texts, !judgedLater) !== written)
    throw attuneError('duplicate-key', 'An object of the body has the same key twice.')
  return value
}

/**
 * Drops keys that would reach a prototype, and looks at texts and numbers where it is told to.
 *
 * @returns the number of keys, dropped ones too
 */
function clean(value: unknown, texts: boolean, numbers: boolean): number {
  if (typeof value === 'string') {
    if (texts) refuseTorn(value)
    return 0
  }
  if (typeof value === 'number') {
    if (numbers && !Number.isFinite(value)) throw attuneError('number-too-large', 'A number of the body is too large.')
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  let keys = 0
  if (Array.isArray(value)) {
    for (const entry of value) keys += clean(entry, texts, numbers)
    return keys
  }
  const record = value as Record<string, unknown>
  for (const key in record) {
    keys += 1 + clean(record[key], texts, numbers)
    if (texts) refuseTorn(key)
    if (key === '__proto__' || (key === 'constructor' && holdsPrototype(record[key]))) delete record[key]
  }
  return keys
}

const holdsPrototype = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')

function refuseTorn(text: string): void {
  if (!text.isWellFormed())
    throw attuneError('invalid-text', 'A text of the body holds half of a character (a lone surrogate).')
}
