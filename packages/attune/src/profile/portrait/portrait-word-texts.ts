import type { Profile } from '../../api/schemas/profiles.ts'

type Stage = NonNullable<Profile['lifecycle']>['stage']
type Source = Profile['traits'][number]['source']
type Band = 'low' | 'middle' | 'high'
type Trend = 'rising' | 'steady' | 'fading'

/** What a portrait says in words, in one language. Numbers and dates come in as they are to be read. */
export interface PortraitWordTexts {
  readonly sections: Readonly<
    Record<
      | 'lifecycle'
      | 'basics'
      | 'interests'
      | 'brands'
      | 'topics'
      | 'prices'
      | 'keywords'
      | 'habits'
      | 'purchases'
      | 'sentiment'
      | 'teamTraits'
      | 'segments'
      | 'similar'
      | 'summary'
      | 'corrections'
      | 'missing',
      string
    >
  >
  readonly sources: Readonly<Record<Source, string>>
  readonly stages: Readonly<Record<Stage, string>>
  readonly bands: Readonly<Record<Band, string>>
  readonly trends: Readonly<Record<Trend, string>>
  readonly basics: Readonly<Record<'ageBand' | 'gender' | 'region', string>>
  readonly devices: Readonly<Record<string, string>>
  readonly channels: Readonly<Record<string, string>>
  readonly kinds: Readonly<Record<string, string>>
  readonly sure: (range: string) => string
  readonly resting: (source: string, observations: string | null, asOf: string | null) => string
  readonly rhythm: (
    of: 'orders' | 'visits',
    from: 'own' | 'base' | 'assumed',
    since: string,
    risk: string,
    lapsed: string,
  ) => string
  readonly usual: (share: string, range: string) => string
  readonly interest: (name: string, share: string, range: string, trend: string) => string
  readonly confirmed: (by: string) => string
  readonly price: (low: string, high: string, currency: string, band: string | null) => string
  readonly because: (what: string) => string
  readonly writtenBy: (model: string) => string
  readonly evidence: (title: string, did: string, times: string) => string
  readonly hour: (from: string, to: string, share: string, zone: string) => string
  readonly habit: (name: 'language' | 'device' | 'channel', value: string, share: string) => string
  readonly orders: (days: string | null, orders: string, spend: string | null) => string
  readonly rfm: (r: number, f: number, m: number, among: string) => string
  readonly aspect: (name: string, value: string, range: string) => string
  readonly quote: (text: string) => string
  readonly teamTrait: (title: string, value: string, description: string) => string
  readonly membership: (title: string, description: string, since: string | null) => string
  readonly like: (person: string, likeness: string, shared: string) => string
  readonly corrected: (name: string, is: Profile['corrections'][number]['is'], by: string, day: string) => string
  readonly by: Readonly<Record<'person' | 'operator', string>>
  readonly separator: string
  readonly colon: string
}

export const portraitWordTexts: Readonly<Record<'en' | 'zh', PortraitWordTexts>> = {
  en: {
    sections: {
      lifecycle: 'Lifecycle',
      basics: 'What they gave',
      interests: 'Interests',
      brands: 'Brands',
      topics: 'Topics',
      prices: 'Price bands, within the category',
      keywords: 'Keywords',
      habits: 'Habits',
      purchases: 'Purchases',
      sentiment: 'In their own words',
      teamTraits: 'Worked out by the team’s rules',
      segments: 'Segments',
      similar: 'Similar people',
      summary: 'In short',
      corrections: 'Put right',
      missing: 'Not here',
    },
    sources: { given: 'given', observed: 'observed', inferred: 'inferred' },
    stages: { new: 'new', active: 'active', atRisk: 'at risk', lapsed: 'lapsed' },
    bands: { low: 'low', middle: 'middle', high: 'high' },
    trends: { rising: ', rising', steady: '', fading: ', fading' },
    basics: { ageBand: 'Age', gender: 'Gender', region: 'Region' },
    devices: { phone: 'a phone', tablet: 'a tablet', computer: 'a computer', other: 'another device' },
    channels: {
      direct: 'directly',
      search: 'from search engines',
      social: 'from social media',
      email: 'from e-mails',
      message: 'from messages',
      advertising: 'from advertisements',
      referral: 'from other sites',
      app: 'in the app',
    },
    kinds: {
      view: 'viewed',
      click: 'clicked',
      cart: 'put into the cart',
      order: 'ordered',
      wishlist: 'kept',
      like: 'liked',
      rating: 'rated',
      review: 'reviewed',
      comment: 'commented on',
      share: 'shared',
      save: 'saved',
      read: 'read',
      play: 'played',
      complete: 'finished',
    },
    sure: (range) => `95% sure between ${range}`,
    resting: (source, observations, asOf) =>
      [source, observations === null ? '' : `from ${observations}`, asOf === null ? '' : `as of ${asOf}`]
        .filter(Boolean)
        .join(', '),
    rhythm: (of, from, since, risk, lapsed) =>
      `${since} days since the last ${of === 'orders' ? 'order' : 'visit'}; by ${
        { own: 'their own rhythm', base: 'everybody’s rhythm', assumed: 'assumption, too little is known' }[from]
      } at risk after ${risk}, lapsed after ${lapsed}`,
    usual: (share, range) => `${share} of such pauses were at least as long (${range})`,
    interest: (name, share, range, trend) => `${name}: ${share} (${range})${trend}`,
    confirmed: (by) => `confirmed by ${by}`,
    price: (low, high, currency, band) =>
      `${low === high ? low : `${low}–${high}`} ${currency}${band === null ? '' : `, mostly the ${band} third`}`,
    writtenBy: (model) => `written by the model ${model}`,
    because: (what) => `because of ${what}`,
    evidence: (title, did, times) => `${title} (${did}, ${times}×)`,
    hour: (from, to, share, zone) => `Comes between ${from} and ${to} most: ${share} (${zone})`,
    habit: (name, value, share) =>
      ({
        language: `Reads ${value}: ${share}`,
        device: `Uses ${value}: ${share}`,
        channel: `Comes ${value}: ${share}`,
      })[name],
    orders: (days, orders, spend) =>
      `${days === null ? 'Ever' : `Last ${days} days`}: ${orders} ${orders === '1' ? 'order' : 'orders'}${spend === null ? '' : `, ${spend}`}`,
    rfm: (r, f, m, among) => `Recency ${r}, frequency ${f}, money ${m} of 5, among ${among} buyers`,
    aspect: (name, value, range) => `${name}: ${value} (${range})`,
    quote: (text) => `“${text}”`,
    teamTrait: (title, value, description) => `${title}: ${value} [${description}]`,
    membership: (title, description, since) =>
      `${title}: ${description} [${since === null ? 'since before the rule was saved, or longer than is kept' : `since ${since}`}]`,
    like: (person, likeness, shared) => `${person}: ${likeness}${shared === '' ? '' : `, both ${shared}`}`,
    corrected: (name, is, by, day) =>
      `${name}: ${{ hide: 'hidden', confirm: 'confirmed', set: 'corrected', removed: 'taken away' }[is]} by ${by} on ${day}`,
    by: { person: 'the person', operator: 'the team' },
    separator: ', ',
    colon: ': ',
  },
  zh: {
    sections: {
      lifecycle: '生命周期',
      basics: '本人提供',
      interests: '兴趣',
      brands: '品牌',
      topics: '话题',
      prices: '价格带（同类目内）',
      keywords: '关键词',
      habits: '习惯',
      purchases: '购买',
      sentiment: '本人评价',
      teamTraits: '团队定义的计算特征',
      segments: '所属人群',
      similar: '相似的人',
      summary: '概要',
      corrections: '更正',
      missing: '未包含',
    },
    sources: { given: '本人提供', observed: '观察所得', inferred: '推断' },
    stages: { new: '新客', active: '活跃', atRisk: '有流失风险', lapsed: '已流失' },
    bands: { low: '低', middle: '中', high: '高' },
    trends: { rising: '，上升', steady: '', fading: '，下降' },
    basics: { ageBand: '年龄段', gender: '性别', region: '地区' },
    devices: { phone: '手机', tablet: '平板', computer: '电脑', other: '其他设备' },
    channels: {
      direct: '直接访问',
      search: '搜索引擎',
      social: '社交媒体',
      email: '邮件',
      message: '短信或推送',
      advertising: '广告',
      referral: '其他网站',
      app: '应用内',
    },
    kinds: {
      view: '浏览',
      click: '点击',
      cart: '加购',
      order: '下单',
      wishlist: '收藏',
      like: '喜欢',
      rating: '评分',
      review: '评价',
      comment: '评论',
      share: '分享',
      save: '保存',
      read: '阅读',
      play: '播放',
      complete: '看完',
    },
    sure: (range) => `95% 区间 ${range}`,
    resting: (source, observations, asOf) =>
      [source, observations === null ? '' : `依据 ${observations} 次观察`, asOf === null ? '' : `截至 ${asOf}`]
        .filter(Boolean)
        .join('，'),
    rhythm: (of, from, since, risk, lapsed) =>
      `距上次${of === 'orders' ? '下单' : '来访'} ${since} 天；按${
        { own: '本人节奏', base: '整体节奏', assumed: '默认假设（数据太少）' }[from]
      }，超过 ${risk} 天有风险，超过 ${lapsed} 天视为流失`,
    usual: (share, range) => `${share} 的间隔不短于此（${range}）`,
    interest: (name, share, range, trend) => `${name}：${share}（${range}）${trend}`,
    confirmed: (by) => `已由${by}确认`,
    price: (low, high, currency, band) =>
      `${low === high ? low : `${low}～${high}`} ${currency}${band === null ? '' : `，多在${band}价位`}`,
    writtenBy: (model) => `由模型 ${model} 撰写`,
    because: (what) => `依据：${what}`,
    evidence: (title, did, times) => `${title}（${did} ${times} 次）`,
    hour: (from, to, share, zone) => `多在 ${from}～${to} 点出现：${share}（${zone}）`,
    habit: (name, value, share) =>
      ({
        language: `常用语言 ${value}：${share}`,
        device: `常用设备 ${value}：${share}`,
        channel: `主要来源 ${value}：${share}`,
      })[name],
    orders: (days, orders, spend) =>
      `${days === null ? '累计' : `最近 ${days} 天`}：${orders} 单${spend === null ? '' : `，${spend}`}`,
    rfm: (r, f, m, among) => `最近 ${r} 分、频次 ${f} 分、金额 ${m} 分（满分 5，参照 ${among} 位买家）`,
    aspect: (name, value, range) => `${name}：${value}（${range}）`,
    quote: (text) => `「${text}」`,
    teamTrait: (title, value, description) => `${title}：${value}[${description}]`,
    membership: (title, description, since) =>
      `${title}：${description}[${since === null ? '规则保存前即已符合，或已超出保留期' : `自 ${since}`}]`,
    like: (person, likeness, shared) => `${person}：${likeness}${shared === '' ? '' : `，都喜欢 ${shared}`}`,
    corrected: (name, is, by, day) =>
      `${name}：${day} 由${by}${{ hide: '隐藏', confirm: '确认', set: '更正', removed: '删除' }[is]}`,
    by: { person: '本人', operator: '团队' },
    separator: '、',
    colon: '：',
  },
}
