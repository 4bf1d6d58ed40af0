/**
 * A Python list in a string, such as `['a, b', "it's", 12]`, as texts.
 *
 * @returns undefined when it is none
 */
export function parsePythonList(text: string): string[] | undefined {
  const inside = /^\s*\[([\s\S]*)\]\s*$/.exec(text)?.[1]
  if (inside === undefined) return undefined
  const values: string[] = []
  const element = /\s*(?:'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|([^,'"\s][^,]*?))\s*(?:,|$)/y
  while (element.lastIndex < inside.length) {
    if (inside.slice(element.lastIndex).trim() === '') break
    const match = element.exec(inside)
    if (!match) return undefined
    values.push(match[3] ?? unescaped(match[1] ?? match[2] ?? ''))
  }
  return values
}

function unescaped(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
  return text.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|[\s\S])/gi, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return simple[code] ?? code
  })
}
