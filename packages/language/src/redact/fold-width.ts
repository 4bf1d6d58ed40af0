const dashes = /[\u2010-\u2015\u2212\u30fc\ufe58\ufe63]/g
const spaces = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]/g

/**
 * Full-width letters, digits and signs as half-width ones, every dash as `-` and every space as one: what people mean by
 * １３８　００１３. The length stays, so that places in the answer are places in the text.
 */
export function foldWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(dashes, '-')
    .replace(spaces, ' ')
}
