const browsers = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['WeChat', /MicroMessenger\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\//],
  ['Safari', /Safari\//],
] as const
const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const

/** A user agent in two words, enough to recognise one's own sessions by: the whole of it would be a fingerprint. */
export function agentOf(header: string | undefined): string {
  const text = header ?? ''
  const named = [browsers, systems].flatMap((list) => list.find(([, pattern]) => pattern.test(text))?.[0] ?? [])
  return named.length > 0 ? named.join(' · ') : 'other'
}
