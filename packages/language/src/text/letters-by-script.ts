/** ISO 15924 codes: letters of one text, counted. Japanese kana are told apart, for the particle の and for loan words. */
export interface LettersByScript {
  readonly han: number
  /** Hiragana other than の, which Chinese brands like to borrow. */
  readonly hiragana: number
  readonly no: number
  readonly katakana: number
  readonly hangul: number
  readonly latin: number
  /** Other scripts by their ISO 15924 code. */
  readonly others: ReadonlyMap<string, number>
}

const otherScripts = [
  ['Cyrl', /\p{sc=Cyrillic}/u],
  ['Arab', /\p{sc=Arabic}/u],
  ['Thai', /\p{sc=Thai}/u],
  ['Deva', /\p{sc=Devanagari}/u],
  ['Grek', /\p{sc=Greek}/u],
  ['Hebr', /\p{sc=Hebrew}/u],
  ['Beng', /\p{sc=Bengali}/u],
  ['Taml', /\p{sc=Tamil}/u],
  ['Telu', /\p{sc=Telugu}/u],
  ['Gujr', /\p{sc=Gujarati}/u],
  ['Guru', /\p{sc=Gurmukhi}/u],
  ['Knda', /\p{sc=Kannada}/u],
  ['Mlym', /\p{sc=Malayalam}/u],
  ['Sinh', /\p{sc=Sinhala}/u],
  ['Khmr', /\p{sc=Khmer}/u],
  ['Laoo', /\p{sc=Lao}/u],
  ['Mymr', /\p{sc=Myanmar}/u],
  ['Geor', /\p{sc=Georgian}/u],
  ['Armn', /\p{sc=Armenian}/u],
  ['Ethi', /\p{sc=Ethiopic}/u],
  ['Tibt', /\p{sc=Tibetan}/u],
] as const
const letter = /\p{L}/u
const han = /\p{sc=Han}/u
const latin = /\p{sc=Latin}/u

/** Counts the letters of a text by script; digits, signs and emoji count nowhere. */
export function lettersByScript(text: string): LettersByScript {
  const counts = { han: 0, hiragana: 0, no: 0, katakana: 0, hangul: 0, latin: 0 }
  const others = new Map<string, number>()
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const kind = kindOf(code, character)
    if (kind !== 'other') {
      if (kind !== 'none') counts[kind]++
      continue
    }
    const script = otherScripts.find(([, pattern]) => pattern.test(character))?.[0] ?? 'Zyyy'
    others.set(script, (others.get(script) ?? 0) + 1)
  }
  return { ...counts, others }
}

type Kind = 'han' | 'hiragana' | 'no' | 'katakana' | 'hangul' | 'latin' | 'other' | 'none'

function kindOf(code: number, character: string): Kind {
  if (code < 0x80) return (code | 32) >= 97 && (code | 32) <= 122 ? 'latin' : 'none'
  if (code >= 0x4e00 && code <= 0x9fff) return 'han'
  if (code === 0x306e) return 'no'
  if (code >= 0x3041 && code <= 0x3096) return 'hiragana'
  if ((code >= 0x30a1 && code <= 0x30fa) || (code >= 0xff66 && code <= 0xff9d)) return 'katakana'
  if (code >= 0xac00 && code <= 0xd7a3) return 'hangul'
  if (han.test(character)) return 'han'
  if (!letter.test(character)) return 'none'
  if (latin.test(character)) return 'latin'
  if ((code >= 0x1100 && code <= 0x11ff) || (code >= 0x3131 && code <= 0x318e)) return 'hangul'
  return 'other'
}
