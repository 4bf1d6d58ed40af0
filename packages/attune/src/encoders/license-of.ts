/** Words of others, for a terminal: one short line without control characters. */
const short = (text: string): string | null =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200) || null

/** What the head of a model card (YAML between dashes) says under `license`, or null. */
export function licenseOfCard(card: string): string | null {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card)?.[1] ?? ''
  const license = /^license:\s*["']?([^"'\n]+)/m.exec(head)?.[1]
  return license === undefined ? null : short(license)
}

/** What the METADATA of a Python package say: the expression, the field, or the classifiers. Null where they say nothing. */
export function licenseOfPackage(metadata: string): string | null {
  const head = metadata.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const field = (name: string): string[] =>
    [...head.matchAll(new RegExp(`^${name}:[ \\t]*(.+)$`, 'gim'))].map(([, value = '']) => value.trim())
  const said =
    field('License-Expression')[0] ??
    field('License')[0] ??
    field('Classifier')
      .filter((one) => one.startsWith('License ::'))
      .map((one) => one.split('::').at(-1)?.trim())
      .join(', ')
  return short(said)
}
