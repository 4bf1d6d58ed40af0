import { close, open } from './placeholders.ts'

/** Given what was written, the tokens that may come next; undefined: all. */
export type Allowed = (written: readonly number[]) => ReadonlySet<number> | undefined

/**
 * Which tokens may come next so that of all placeholders only some are written, and none is left open.
 *
 * @param tokenizerJson of a byte-level vocabulary, as GPT-2's; with another kind nothing is limited
 * @param end the token that ends a text
 * @returns for the placeholders that are given, what is allowed
 */
export function markerTokens(tokenizerJson: unknown, end: number): (marks: readonly string[]) => Allowed {
  const tokens = bytesOfTokens(tokenizerJson)
  if (!tokens) return () => () => undefined
  const [first] = opening
  const plain = new Set([...tokens].filter(([, bytes]) => !bytes.includes(first as string)).map(([id]) => id))
  const others = [...tokens].filter(([id]) => !plain.has(id))
  return (marks) => {
    const known = marks.map(utf8)
    return (written) => {
      const before = tailOf(written.map((id) => tokens.get(id) ?? '').join(''))
      const isInside = before.startsWith(opening)
      const fits = ([id, bytes]: readonly [number, string]): boolean =>
        id === end ? !isInside : keepsTo(before + bytes, known)
      // Outside of a placeholder, what does not begin one may always come.
      if (before === '') return new Set([...plain, ...others.filter(fits).map(([id]) => id), end])
      return new Set([...[...tokens].filter(fits).map(([id]) => id), ...(isInside ? [] : [end])])
    }
  }
}

/** A text in UTF-8, a letter for each byte. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
const opening = utf8(open)
const closing = utf8(close)

/** The end of what was written that is, or may become, the beginning of a placeholder; empty where there is none. */
function tailOf(bytes: string): string {
  const at = bytes.lastIndexOf(opening)
  if (at >= 0 && !bytes.includes(closing, at)) return bytes.slice(at)
  for (let length = opening.length - 1; length > 0; length--)
    if (bytes.endsWith(opening.slice(0, length))) return bytes.slice(-length)
  return ''
}

/** Whether all placeholders of a text are among those known, the last perhaps not whole yet. */
function keepsTo(bytes: string, marks: readonly string[]): boolean {
  for (let at = bytes.indexOf(opening); at >= 0; at = bytes.indexOf(opening, at + 1)) {
    const behind = bytes.indexOf(closing, at)
    const mark = behind < 0 ? bytes.slice(at) : bytes.slice(at, behind + closing.length)
    if (!marks.some((known) => (behind < 0 ? known.startsWith(mark) : known === mark))) return false
  }
  return true
}

/** The bytes of each token of a byte-level vocabulary; undefined where it is none. */
function bytesOfTokens(tokenizerJson: unknown): ReadonlyMap<number, string> | undefined {
  const { model, decoder } = (tokenizerJson ?? {}) as {
    model?: { vocab?: unknown }
    decoder?: { type?: unknown } | null
  }
  const vocabulary = model?.vocab
  if (
    decoder?.type !== 'ByteLevel' ||
    typeof vocabulary !== 'object' ||
    vocabulary === null ||
    Array.isArray(vocabulary)
  )
    return undefined
  return new Map(
    Object.entries(vocabulary as Record<string, number>).map(([token, id]) => [
      id,
      [...token].map((letter) => String.fromCharCode(byteOf.get(letter) ?? 0)).join(''),
    ]),
  )
}

/** The letter that stands for each byte in byte-level vocabularies (Radford et al. 2019): printable ones for themselves. */
const byteOf: ReadonlyMap<string, number> = (() => {
  const letters = new Map<string, number>()
  let next = 256
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    letters.set(String.fromCodePoint(isPrintable ? byte : next++), byte)
  }
  return letters
})()
