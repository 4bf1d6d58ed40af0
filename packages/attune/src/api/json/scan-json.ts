import { attuneError } from '../../errors.ts'

export interface JsonLimits {
  /** Levels of objects and lists. */
  readonly depth: number
  /** Keys altogether. */
  readonly keys: number
  /** Keys of one object. */
  readonly keysOfObject: number
}

/** More than any catalogue or batch needs that stays below the limits of its bytes. */
export const jsonLimits: JsonLimits = { depth: 1_000, keys: 500_000, keysOfObject: 10_000 }

/** Keys so far of the objects that are open, by depth; one for all calls, which do not overlap. */
let keysAt = new Uint32Array(jsonLimits.depth + 1)

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a

/**
 * Counts brackets and keys in the bytes of JSON, before anything is made of them: what is too deep or has too many keys costs
 * no more than reading it once. Whether it is JSON is for the parser to say.
 *
 * @returns the number of keys, as many as a parser finds with duplicates counted
 * @throws AttuneError `too-deep`, `json-too-many-keys`
 */
export function scanJson(bytes: Uint8Array, limits: JsonLimits = jsonLimits): number {
  if (keysAt.length <= limits.depth) keysAt = new Uint32Array(limits.depth + 1)
  keysAt[0] = 0
  let depth = 0
  let keys = 0
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case quote:
        for (at++; at < bytes.length && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++
        break
      case 0x7b: // {
      case 0x5b: // [
        depth++
        if (depth > limits.depth)
          throw attuneError('too-deep', `The body is nested deeper than ${limits.depth} levels.`)
        keysAt[depth] = 0
        break
      case 0x7d: // }
      case 0x5d: // ]
        // More closed than opened is no JSON.
        if (depth > 0) depth--
        break
      case colon: {
        keys++
        const here = (keysAt[depth] ?? 0) + 1
        keysAt[depth] = here
        if (here > limits.keysOfObject || keys > limits.keys)
          throw attuneError(
            'json-too-many-keys',
            `An object of the body has at most ${limits.keysOfObject} keys, and the whole body ${limits.keys}.`,
          )
      }
    }
  }
  return keys
}
