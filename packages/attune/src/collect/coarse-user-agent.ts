import { BoundedMap } from './bounded-map.ts'

/** Names in the order in which they must be asked for: most browsers claim to be others too. */
const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['WeChat', /MicroMessenger\/(\d+)/],
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /(?:OPR|Opera)\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['QQ', /MQQBrowser\/(\d+)/],
  ['UC', /UCBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/],
]
const systems: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
]

const known = new BoundedMap<string, string>(5000)

/**
 * What of a user agent says how a page must look, and not whose browser it is: family and major version, system, kind of
 * device. The rest (builds, models, add-ons) tells browsers apart.
 *
 * @example coarseUserAgent('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) … Version/17.5 Mobile/15E148 Safari/604.1') // 'Safari 17, iOS, mobile'
 */
export function coarseUserAgent(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const coarse = `${browserIn(text)}, ${nameIn(systems, text)}, ${deviceIn(text)}`
  known.set(text, coarse)
  return coarse
}

function browserIn(text: string): string {
  for (const [name, pattern] of browsers) {
    const version = pattern.exec(text)?.[1]
    if (version !== undefined) return `${name} ${version.slice(0, 4)}`
  }
  return 'other'
}

const nameIn = (names: typeof systems, text: string): string =>
  names.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other'

function deviceIn(text: string): string {
  if (/iPad|Tablet|PlayBook|Silk(?!.*Mobile)/.test(text) || (/Android/.test(text) && !/Mobile/.test(text)))
    return 'tablet'
  return /Mobi|iPhone|iPod|Android/.test(text) ? 'mobile' : 'desktop'
}
