/** What a text is to say: a name and a value, such as colour and red. A name may come more than once. */
export interface Attribute {
  readonly name: string
  readonly value: string
}

const bracketed = /([^[\],]{1,60})\[([^[\]]*)\]/g
const pair = /^([^=:：＝]{1,60})[=:：＝](.*)$/s

/**
 * The attributes that a text lists, in the ways in which such lists are written: `name[Aromi], food[Chinese]`;
 * `类型#裙*颜色#红色`; `name=Aromi; food=Chinese`, with colons or equals signs, Chinese ones too. What is none of these is one
 * attribute, with the name that is given.
 */
export function parseAttributes(text: string, otherwise: string): readonly Attribute[] {
  const parts = fromBrackets(text) ??
    fromPairs(text.split('*'), /^([^#*]{1,60})#(.*)$/s) ??
    fromPairs(text.split(/[;；\n]/), pair) ?? [{ name: otherwise, value: text }]
  return parts
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== '' && value !== '')
}

function fromBrackets(text: string): Attribute[] | undefined {
  const found = [...text.matchAll(bracketed)]
  const rest = text.replaceAll(bracketed, '')
  if (found.length === 0 || !/^[\s,;]*$/.test(rest)) return undefined
  return found.map(([, name = '', value = '']) => ({ name, value }))
}

function fromPairs(parts: readonly string[], form: RegExp): Attribute[] | undefined {
  const wanted = parts.filter((part) => part.trim() !== '')
  const found = wanted.flatMap((part): Attribute[] => {
    const [, name, value] = form.exec(part.trim()) ?? []
    return name === undefined || value === undefined ? [] : [{ name, value }]
  })
  return found.length > 0 && found.length === wanted.length ? found : undefined
}

/** One line for attributes: equal ones have equal lines. */
export const attributeLine = (attributes: readonly Attribute[]): string =>
  attributes.map(({ name, value }) => `${name}: ${value}`).join('; ')
