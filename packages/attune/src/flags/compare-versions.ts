/**
 * A version such as `v1.2.3-beta.1+build` as a text that sorts as versions do: numbers by size, a release after its
 * pre-releases, builds ignored.
 */
export function sortableVersion(version: unknown): string {
  const text = typeof version === 'number' ? String(version) : typeof version === 'string' ? version : ''
  const parts = (text === '' ? '0' : text).replace(/^v|\+.*$/g, '').split(/[-.]/)
  // A tilde sorts after every letter: what has no pre-release comes last.
  if (parts.length === 3) parts.push('~')
  return parts.map((part) => (/^\d+$/.test(part) ? part.padStart(5, ' ') : part)).join('-')
}
