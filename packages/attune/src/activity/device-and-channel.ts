import { BoundedMap } from '../collect/bounded-map.ts'

/** By number; 0 is unknown. */
export const devices = ['', 'phone', 'tablet', 'computer', 'other'] as const
export const channels = [
  '',
  'direct',
  'search',
  'social',
  'email',
  'message',
  'advertising',
  'referral',
  'app',
] as const
export type DeviceClass = (typeof devices)[number]
export type Channel = (typeof channels)[number]

/** The parts of an event's context that tell its device and channel, as keys; of some only a part matters. */
const signalPaths = [
  { path: ['userAgent'], only: 'whole' },
  { path: ['device', 'type'], only: 'whole' },
  { path: ['campaign', 'medium'], only: 'whole' },
  { path: ['campaign', 'source'], only: 'whole' },
  // Addresses are as many as pages: only their hosts are few enough to be told apart.
  { path: ['page', 'referrer'], only: 'host' },
  { path: ['page', 'path'], only: 'presence' },
  { path: ['app', 'version'], only: 'presence' },
] as const
const [agentAt, typeAt, mediumAt, sourceAt, referrerAt, pathAt, appAt] = [0, 1, 2, 3, 4, 5, 6]

const host = '^[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#:]+)'
const hostPattern = new RegExp(host)

/** Between the parts, and for a part that is not there: no text that means something has them. */
const between = '\x1f'
const absent = '\x1e'

/** The parts as one text; null where none is there. `signalsSql` makes the same. */
export function signalsIn(context: string): string | null {
  if (context === '{}') return null
  const whole = JSON.parse(context) as Record<string, unknown>
  const parts = signalPaths.map(({ path, only }) => {
    let value: unknown = whole
    for (const key of path)
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
    if (value === undefined || value === null) return null
    if (only === 'presence') return ''
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return only === 'host' ? (hostPattern.exec(text)?.[1] ?? '') : text
  })
  return parts.every((part) => part === null) ? null : parts.map((part) => part ?? absent).join(between)
}

/** In SQL: the parts of a column `context`, as a list that `signalsSql` reads under the name `parts`. */
export const partsSql: string = `CASE WHEN context <> '{}' THEN json_extract_string(context, [${signalPaths
  .map(({ path }) => `'$.${path.join('.')}'`)
  .join(', ')}]) END`

export const signalsSql: string = (() => {
  const parts = signalPaths.map(({ only }, at) => {
    const value = `parts[${at + 1}]`
    if (only === 'presence') return `CASE WHEN ${value} IS NULL THEN chr(30) ELSE '' END`
    return `coalesce(${only === 'host' ? `regexp_extract(${value}, '${host}', 1)` : value}, chr(30))`
  })
  const any = signalPaths.map((_, at) => `parts[${at + 1}]`).join(', ')
  return `CASE WHEN coalesce(${any}) IS NOT NULL THEN ${parts.join(' || chr(31) || ')} END`
})()

export interface Told {
  /** Number in `devices`. */
  readonly device: number
  /** Number in `channels`. */
  readonly channel: number
}

const nothingTold: Told = { device: 0, channel: 0 }
const known = new BoundedMap<string, Told>(20_000)

/**
 * Device class and channel of an event: where the visit came from by the campaign's medium and source, else by the page's
 * referrer; a page without one is direct; an app says so itself. Only what is kept in clear of the context is asked.
 */
export function toldBy(signals: string | null): Told {
  if (signals === null) return nothingTold
  const before = known.get(signals)
  if (before !== undefined) return before
  const parts = signals.split(between).map((part) => (part === absent ? null : part))
  const told = {
    device: (devices as readonly string[]).indexOf(deviceOf(parts)),
    channel: (channels as readonly string[]).indexOf(channelOf(parts)),
  }
  known.set(signals, told)
  return told
}

function deviceOf(parts: readonly (string | null)[]): DeviceClass {
  const type = parts[typeAt]?.toLowerCase() ?? ''
  if (/tablet|ipad|平板/.test(type)) return 'tablet'
  if (/phone|mobile|ios|android|手机/.test(type)) return 'phone'
  if (/desktop|computer|laptop|pc|电脑/.test(type)) return 'computer'
  if (type !== '') return 'other'
  // As collect/coarse-user-agent.ts leaves them: “Safari 17, iOS, mobile”.
  const agent = parts[agentAt] ?? ''
  if (agent.endsWith('tablet')) return 'tablet'
  if (agent.endsWith('mobile')) return 'phone'
  if (agent.endsWith('desktop')) return 'computer'
  return agent === '' ? '' : 'other'
}

const byMedium: readonly (readonly [Channel, RegExp])[] = [
  ['email', /e-?mail|newsletter|邮件/],
  ['message', /^(?:sms|push|notification|whatsapp|短信|推送)/],
  ['social', /social|社交|wechat|weixin|微信|weibo|微博|douyin|抖音|xiaohongshu|小红书|red$/],
  ['advertising', /cpc|ppc|cpm|cpa|paid|display|banner|retarget|affiliate|^ads?$|广告|投放/],
  ['search', /organic|search|seo|搜索/],
  ['referral', /referral|partner|引荐/],
]
const bySource: readonly (readonly [Channel, RegExp])[] = [
  [
    'social',
    /(?:^|[./])(?:facebook|instagram|twitter|x|t|linkedin|lnkd|pinterest|reddit|tiktok|youtube|weibo|zhihu|douyin|xiaohongshu|bilibili|douban|qzone\.qq|mp\.weixin\.qq)\.(?:com|co|cn|tv)$|^(?:facebook|instagram|twitter|tiktok|linkedin|wechat|weixin|weibo|douyin|xiaohongshu|zhihu|bilibili|微信|微博|抖音|小红书|知乎)$/,
  ],
  [
    'search',
    /(?:^|\.)(?:google|bing|baidu|sogou|so|yahoo|duckduckgo|yandex|naver|ecosia|sm)\.(?:com|cn|co|ru|org)(?:\.[a-z]{2})?$|^google\.[a-z.]+$|^(?:google|bing|baidu|sogou|yahoo|百度|搜狗|必应|谷歌)$/,
  ],
  ['email', /(?:^|\.)(?:mail\.[a-z0-9.]+|outlook\.(?:live|office)\.com)$|newsletter|e-?mail|邮件/],
]

function channelOf(parts: readonly (string | null)[]): Channel {
  const medium = parts[mediumAt]?.toLowerCase()
  const source = parts[sourceAt]?.toLowerCase()
  if (medium) {
    const found = byMedium.find(([, pattern]) => pattern.test(medium))
    if (found) return found[0]
  }
  if (source) return bySource.find(([, pattern]) => pattern.test(source))?.[0] ?? 'referral'
  if (medium) return 'referral'
  if ((parts[appAt] ?? null) !== null) return 'app'
  const referrer = parts[referrerAt]?.toLowerCase()
  if (referrer) {
    const host = referrer.replace(/^(?:www|m|l|lm)\./, '')
    return bySource.find(([, pattern]) => pattern.test(host))?.[0] ?? 'referral'
  }
  return (parts[pathAt] ?? null) === null ? '' : 'direct'
}
