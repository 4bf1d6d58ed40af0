/** What a browser may be told to load or to go to: never something that it would run. */
export type AddressUse = 'link' | 'picture'

/** Pictures within the address; SVG runs nothing where it is shown as a picture. */
const pictureInside = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them, and others break lines at them
const controlCharacter = /[\u0000-\u001f\u007f]/

/**
 * Whether a text is an address on the web, or a path on the site itself. Other protocols (`javascript:`), a name or password
 * in it, control characters, and backslashes, which browsers take for slashes and others do not, are refused.
 */
export function isWebAddress(text: string, use: AddressUse): boolean {
  if (controlCharacter.test(text)) return false
  if (pictureInside.test(text)) return use === 'picture'
  const base = 'https://site.invalid/'
  if (text.includes('\\') || !URL.canParse(text, base)) return false
  const { protocol, username, password } = new URL(text, base)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}
