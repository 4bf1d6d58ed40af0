/** An e-mail address, or eleven digits and more as telephones and cards have them, also under an innocent key. */
export function looksPersonal(text: string): boolean {
  return looksLikeEmail(text) || /(?:\d[ -]?){11,}/.test(text)
}

export function looksLikeEmail(text: string): boolean {
  return text.includes('@') && /\S@\S+\.\S/.test(text)
}
