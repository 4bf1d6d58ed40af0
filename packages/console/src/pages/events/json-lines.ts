export interface JsonLine {
  readonly text: string
  /** Where the line's value lies, such as `properties.items.0.price`; empty for the outermost. */
  readonly path: string
}

/** JSON as indented lines, each knowing the path of what it shows. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  const lines: JsonLine[] = []
  const write = (node: unknown, path: string, indent: string, lead: string, tail: string): void => {
    if (typeof node !== 'object' || node === null) {
      lines.push({ text: `${indent}${lead}${JSON.stringify(node)}${tail}`, path })
      return
    }
    const list = Array.isArray(node)
    const entries = Object.entries(node)
    const [open, close] = list ? ['[', ']'] : ['{', '}']
    if (entries.length === 0) {
      lines.push({ text: `${indent}${lead}${open}${close}${tail}`, path })
      return
    }
    lines.push({ text: `${indent}${lead}${open}`, path })
    entries.forEach(([key, child], i) => {
      const inner = path === '' ? key : `${path}.${key}`
      const comma = i < entries.length - 1 ? ',' : ''
      write(child, inner, `${indent}  `, list ? '' : `${JSON.stringify(key)}: `, comma)
    })
    lines.push({ text: `${indent}${close}${tail}`, path })
  }
  write(value, '', '', '', '')
  return lines
}

/** A field as problems name it (`properties.items[0].price`, `/properties/price`) in the form of the paths above. */
export const fieldPath = (field: string): string =>
  field
    .replace(/\[(\d+)\]/g, '.$1')
    .replaceAll('/', '.')
    .replace(/^\.+/, '')
