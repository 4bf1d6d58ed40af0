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

/** What of an event's context tells its device and channel, as keys. */
const paths = [['userAgent'], ['device', 'type'], ['campaign', 'medium'], ['campaign', 'source']] as const
const referrerPath = ['page', 'referrer'] as const
/** Whether a page or an app speaks is all that their parts are asked for: addresses are too many to be told apart. */
const pageMark = '"path":'
const appMark = '"app":{'
const between = '\x1f'

/** The signals of a context as one text; null where it says nothing. `signalsSql` makes the same of a column `context`. */
export function signalsIn(context: string): string | null {
  if (context === '{}') return null
  const whole = JSON.parse(context) as Record<string, unknown>
  return [
    JSON.stringify(paths.map((path) => textAt(whole, path))),
    hostOf(textAt(whole, referrerPath) ?? ''),
    context.includes(pageMark) ? '1' : '',
    context.includes(appMark) ? '1' : '',
  ].join(between)
}

export const signalsSql: string = `CASE WHEN context <> '{}' THEN concat_ws(chr(31),
  to_json(json_extract_string(context, [${paths.map((path) => `'$.${path.join('.')}'`).join(', ')}])),
  split_part(split_part(split_part(coalesce(json_extract_string(context, '$.${referrerPath.join('.')}'), ''), '://', 2), '/', 1), ':', 1),
  CASE WHEN contains(context, '${pageMark}') THEN '1' ELSE '' END,
  CASE WHEN contains(context, '${appMark}') THEN '1' ELSE '' END) END`

const hostOf = (address: string): string => (address.split('://')[1] ?? '').split('/')[0]?.split(':')[0] ?? ''

function textAt(whole: Record<string, unknown>, path: readonly string[]): string | null {
  let value: unknown = whole
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

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
  const [json = '[]', referrer = '', page = '', app = ''] = signals.split(between)
  const [agent, type, medium, source] = JSON.parse(json) as readonly (string | null)[]
  const told = {
    device: (devices as readonly string[]).indexOf(deviceOf(type?.toLowerCase() ?? '', agent ?? '')),
    channel: (channels as readonly string[]).indexOf(
      channelOf({
        medium: medium?.toLowerCase() ?? '',
        source: source?.toLowerCase() ?? '',
        referrer: referrer.toLowerCase(),
        isPage: page !== '',
        isApp: app !== '',
      }),
    ),
  }
  known.set(signals, told)
  return told
}

function deviceOf(type: string, agent: string): DeviceClass {
  if (/tablet|ipad|平板/.test(type)) return 'tablet'
  if (/phone|mobile|ios|android|手机/.test(type)) return 'phone'
  if (/desktop|computer|laptop|pc|电脑/.test(type)) return 'computer'
  if (type !== '') return 'other'
  // As collect/coarse-user-agent.ts leaves them: “Safari 17, iOS, mobile”.
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

interface Visit {
  readonly medium: string
  readonly source: string
  /** Host of the page before; empty where none is told. */
  readonly referrer: string
  readonly isPage: boolean
  readonly isApp: boolean
}

function channelOf({ medium, source, referrer, isPage, isApp }: Visit): Channel {
  const named = medium === '' ? undefined : byMedium.find(([, pattern]) => pattern.test(medium))
  if (named) return named[0]
  if (source !== '') return bySource.find(([, pattern]) => pattern.test(source))?.[0] ?? 'referral'
  if (medium !== '') return 'referral'
  if (isApp) return 'app'
  if (referrer !== '') {
    const host = referrer.replace(/^(?:www|m|l|lm)\./, '')
    return bySource.find(([, pattern]) => pattern.test(host))?.[0] ?? 'referral'
  }
  return isPage ? 'direct' : ''
}
