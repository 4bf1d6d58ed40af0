const folded = new Map<string, string>()

/** Characters that lower-casing or folding of width changes: capitals of any script, full-width forms, the wide space. */
const foldable = /[\p{Lu}\p{Lt}\uff01-\uff5e\u3000\uffe5\u2019]/gu

/**
 * Lower case, half width and straight apostrophes without a change of length, so that offsets in the folded text are offsets
 * in the text. A character whose lower-case form is longer or shorter (İ) stays as it is.
 */
export function foldText(text: string): string {
  return text.replace(foldable, (character) => {
    const known = folded.get(character)
    if (known !== undefined) return known
    const form = foldOne(character)
    folded.set(character, form)
    return form
  })
}

function foldOne(character: string): string {
  if (character === '\u2019') return "'"
  const narrow = character.normalize('NFKC').toLowerCase()
  return narrow.length === character.length ? narrow : character
}

const wide = /[\uff01-\uff5e\u3000\uffe5]/g

/** Half width without a change of length: case stays. */
export function foldWidth(text: string): string {
  return text.replace(wide, (character) => character.normalize('NFKC'))
}
