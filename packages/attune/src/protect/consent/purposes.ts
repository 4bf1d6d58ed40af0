/** What data about a person may be used for. Every read, job and decision names one and asks `Consent.allowed`. */
export const purposes = [
  'storage',
  'analytics',
  'personalisation',
  'advertising',
  'profiling',
  'training',
  'thirdParties',
  'sensitive',
] as const
export type Purpose = (typeof purposes)[number]

interface Told {
  readonly title: { readonly en: string; readonly zh: string }
  readonly description: { readonly en: string; readonly zh: string }
}

/** As a person is told. */
export const purposeTexts: Readonly<Record<Purpose, Told>> = {
  storage: {
    title: { en: 'What the service needs', zh: '服务所必需' },
    description: {
      en: 'Keep orders, sign-ins and settings, so that the service works.',
      zh: '保存订单、登录和设置，以便服务正常运行。',
    },
  },
  analytics: {
    title: { en: 'Understanding use', zh: '使用分析' },
    description: {
      en: 'Count what is viewed, clicked and searched for, to make the service better.',
      zh: '统计浏览、点击和搜索，用于改进服务。',
    },
  },
  personalisation: {
    title: { en: 'Personal recommendations', zh: '个性化推荐' },
    description: {
      en: 'Show what fits you first. Without it everybody sees the same.',
      zh: '优先展示适合您的内容。关闭后，所有人看到的内容相同。',
    },
  },
  advertising: {
    title: { en: 'Advertising', zh: '广告' },
    description: { en: 'Choose advertisements by what you did.', zh: '根据您的行为选择广告。' },
  },
  profiling: {
    title: { en: 'A portrait of your interests', zh: '兴趣画像' },
    description: {
      en: 'Work out interests and habits from what you did.',
      zh: '根据您的行为推断兴趣和习惯。',
    },
  },
  training: {
    title: { en: 'Training of models', zh: '模型训练' },
    description: {
      en: 'Let the models that make recommendations learn from what you did.',
      zh: '允许推荐模型从您的行为中学习。',
    },
  },
  thirdParties: {
    title: { en: 'Passing on to others', zh: '提供给第三方' },
    description: {
      en: 'Pass data on to other companies, such as a language model’s provider.',
      zh: '将数据提供给其他公司，例如语言模型服务商。',
    },
  },
  sensitive: {
    title: { en: 'Sensitive conclusions', zh: '敏感推断' },
    description: {
      en: 'Conclude something about health, belief, origin or the like.',
      zh: '推断健康、信仰、出身等敏感信息。',
    },
  },
}

/** What holds while a person has said nothing. */
export const regimes = {
  /** EU and UK: the person agrees first (GDPR Art. 6(1)(a), ePrivacy Art. 5(3)); what the service needs is no consent matter. */
  gdpr: ['storage'],
  /** China: as there; passing on and sensitive matters need an agreement of their own (PIPL Art. 23, 29). */
  pipl: ['storage'],
  /** California: allowed until the person objects (CCPA §1798.120); nothing sensitive without a word. */
  ccpa: ['storage', 'analytics', 'personalisation', 'advertising', 'profiling', 'training', 'thirdParties'],
  /** No law that asks: allowed until the person objects, but nothing is passed on or concluded about sensitive matters. */
  open: ['storage', 'analytics', 'personalisation', 'advertising', 'profiling', 'training'],
} as const satisfies Record<string, readonly Purpose[]>
export type Regime = keyof typeof regimes
export const regimeNames = ['gdpr', 'pipl', 'ccpa', 'open'] as const satisfies readonly Regime[]
/** What may be set: one regime for everybody, or each person's by where they are (regions.ts). */
export const regimeSettings = [...regimeNames, 'byRegion'] as const
export type RegimeSetting = (typeof regimeSettings)[number]

/** Whether behaviour may be recorded only after a yes; elsewhere it may until a no. */
export const asksFirst = (regime: Regime): boolean => !(regimes[regime] as readonly Purpose[]).includes('analytics')

/**
 * What needs a yes of its own, so that accepting everything at once does not grant it: sensitive matters everywhere
 * (GDPR Art. 9(2)(a), PIPL Art. 29), passing on under PIPL (Art. 23).
 */
export const isSeparate = (regime: Regime, purpose: Purpose): boolean =>
  purpose === 'sensitive' || (purpose === 'thirdParties' && regime === 'pipl')

/** What the signals of a browser, and being a child, say no to. */
export const signalDenies = {
  /** Global Privacy Control: no sale, no sharing, no advertising across contexts. */
  gpc: ['advertising', 'thirdParties'],
  /** Do Not Track: no measuring of the person either. */
  dnt: ['analytics', 'advertising', 'profiling', 'thirdParties'],
  /** A child (under the age that the configuration names). */
  child: ['advertising', 'profiling', 'thirdParties', 'sensitive'],
} as const satisfies Record<string, readonly Purpose[]>
export type Signal = keyof typeof signalDenies
