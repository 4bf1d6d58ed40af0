/** About how wide a text of 12 px is, in px: Han characters are square, the rest averages 6.6. */
export const textWidth = (text: string): number =>
  [...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e80 ? 12.4 : 6.6), 0)
