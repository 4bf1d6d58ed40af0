/** A picture with whatever belongs to it: tone of skin, joined pictures, flags, keycaps. Signs such as ™, ©, ↔ and ㊙ are letters here. */
const picture = '(?![©®™‼⁉ℹ\\u2190-\\u21ff〰〽㊗㊙])\\p{Extended_Pictographic}'
const changed = '(?:\\ufe0f|\\p{Emoji_Modifier})*'

/** One emoji; take it inside of a larger pattern with the flags `g` and `u`. */
export const emojiPattern: string = `(?:\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3|${picture}${changed}(?:\\u200d${picture}${changed})*)`

const emoji = new RegExp(emojiPattern, 'gu')
const presentation = /[\ufe0f\p{Emoji_Modifier}]/gu

/** What becomes of emoji: one form without tone of skin, a name without feeling (`‹emoji-1f44d›`), or nothing. */
export type EmojiTreatment = 'keep' | 'name' | 'drop'

export function treatEmoji(text: string, treatment: EmojiTreatment): string {
  return text.replace(emoji, (one) => {
    if (treatment === 'drop') return ' '
    const plain = one.replace(presentation, '')
    if (treatment === 'keep') return plain
    return ` ‹emoji-${Array.from(plain, (character) => character.codePointAt(0)?.toString(16)).join('-')}› `
  })
}
