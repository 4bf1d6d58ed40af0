/** What is wrong with a JSON value; flags, so that one walk finds everything. */
export const hygiene = {
  clean: 0,
  /** A lone surrogate, a NUL, a `__proto__` key or an undefined: `cleaned` mends it. */
  dirty: 1,
  /** A number that is not finite: JSON text such as 1e999. */
  infinite: 2,
  /** Nested deeper than allowed. */
  deep: 4,
  /** A value that JSON does not have, such as a function, a bigint or a Date. */
  foreign: 8,
} as const

/** One walk without allocations; `depth` levels of objects and lists are allowed, the value itself included. */
export function inspect(value: unknown, depth: number): number {
  switch (typeof value) {
    case 'string':
      return cleanText(value) ? hygiene.clean : hygiene.dirty
    case 'number':
      return Number.isFinite(value) ? hygiene.clean : hygiene.infinite
    case 'boolean':
      return hygiene.clean
    case 'undefined':
      return hygiene.dirty
    case 'object': {
      if (value === null) return hygiene.clean
      if (depth === 0) return hygiene.deep
      let found = 0
      if (Array.isArray(value)) {
        for (const entry of value) found |= inspect(entry, depth - 1)
        return found
      }
      if (!isPlain(value)) return hygiene.foreign
      for (const key in value) {
        if (key === '__proto__' || !cleanText(key)) found |= hygiene.dirty
        found |= inspect((value as Record<string, unknown>)[key], depth - 1)
      }
      return found
    }
    default:
      return hygiene.foreign
  }
}

/** Not a Date, a Map or another instance, which JSON would write as something else or leave out. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function cleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** Half characters (lone surrogates) and NULs become U+FFFD: no database and no other program could read them. */
export function cleanedText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}

/** A copy without `__proto__` keys and undefined, its texts cleaned. Call it on what `inspect` found no deeper than allowed. */
export function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanedText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((entry) => (entry === undefined ? null : cleaned(entry)))
  const copy: Record<string, unknown> = {}
  for (const key in value) {
    const entry = (value as Record<string, unknown>)[key]
    if (key !== '__proto__' && entry !== undefined) copy[cleanedText(key)] = cleaned(entry)
  }
  return copy
}

/** JSON path of the first value that `inspect` flags with `flag`, `path` itself included; undefined when there is none. */
export function pathOf(value: unknown, flag: number, depth: number, path: string): string | undefined {
  if (typeof value !== 'object' || value === null || !(Array.isArray(value) || isPlain(value)))
    return (inspect(value, depth) & flag) === 0 ? undefined : path
  if (depth === 0) return (flag & hygiene.deep) === 0 ? undefined : path
  for (const key of Object.keys(value)) {
    const inner = Array.isArray(value) ? `${path}[${key}]` : joined(path, key)
    const found = pathOf((value as Record<string, unknown>)[key], flag, depth - 1, inner)
    if (found !== undefined) return found
  }
  return undefined
}

/** A path with one more key, quoted where it is no plain name and cut where it is long. */
export function joined(path: string, key: string): string {
  const short = key.length > 64 ? `${key.slice(0, 64)}…` : key
  if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(short)) return path === '' ? short : `${path}.${short}`
  return `${path}[${JSON.stringify(cleanedText(short))}]`
}
