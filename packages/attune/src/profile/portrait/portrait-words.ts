import type { Evidence, Profile } from '../../api/schemas/profiles.ts'
import { type PortraitWordTexts, portraitWordTexts } from './portrait-word-texts.ts'

export type PortraitSectionName = keyof PortraitWordTexts['sections']

export interface PortraitSection {
  readonly section: PortraitSectionName
  readonly title: string
  readonly lines: readonly string[]
}

const shownInterests = 8

/** A portrait in words: sections of lines, each line with its source, its evidence and how sure it is. Empty sections are left out. */
export function portraitWords(profile: Profile, language: 'en' | 'zh'): readonly PortraitSection[] {
  const t = portraitWordTexts[language]
  const w = wordsFor(language, t)
  const sections: readonly (readonly [PortraitSectionName, readonly string[]])[] = [
    ['summary', summary(profile, t)],
    ['basics', basics(profile, t, w)],
    ['lifecycle', lifecycle(profile, t, w)],
    ['interests', profile.interests.categories.slice(0, shownInterests).map((one) => interest(one, t, w))],
    ['brands', profile.interests.brands.slice(0, shownInterests).map((one) => interest(one, t, w))],
    ['topics', profile.interests.topics.slice(0, shownInterests).map((one) => interest(one, t, w))],
    [
      'prices',
      profile.interests.priceBands.map(
        (one) => `${t.interest(t.bands[one.band], w.percent(one.share), w.range(one), '')} ${w.basis(one)}`,
      ),
    ],
    ['keywords', profile.keywords.length === 0 ? [] : [profile.keywords.map(({ word }) => word).join(t.separator)]],
    ['habits', habits(profile, t, w)],
    ['purchases', purchases(profile, t, w)],
    [
      'sentiment',
      (profile.sentiment?.aspects ?? []).flatMap((one) => [
        `${t.aspect(one.aspect, w.signed(one.value), `${w.signed(one.low)} … ${w.signed(one.high)}`)} ${w.basis(one)}`,
        ...one.quotes.slice(0, 1).map(({ text }) => `  ${t.quote(text)}`),
      ]),
    ],
    [
      'teamTraits',
      profile.teamTraits.map(({ name, title, value, description }) =>
        t.teamTrait(title || name, typeof value === 'number' ? w.number(value) : value, description[language]),
      ),
    ],
    [
      'segments',
      profile.segments.map(({ id, title, description, since }) =>
        t.membership(title || id, description[language], since?.slice(0, 10) ?? null),
      ),
    ],
    [
      'similar',
      (profile.similar?.people ?? []).map((one) =>
        t.like(one.personId, w.percent(one.likeness), one.shared.join(t.separator)),
      ),
    ],
    [
      'corrections',
      profile.corrections.map(({ name, is, by, at }) => t.corrected(name, is, t.by[by], at.slice(0, 10))),
    ],
    ['missing', profile.omitted.map(({ reason }) => reason)],
  ]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([section, lines]) => ({ section, title: t.sections[section], lines }))
}

type Words = ReturnType<typeof wordsFor>

function wordsFor(language: 'en' | 'zh', t: PortraitWordTexts) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const signed = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  })
  const percent = (share: number): string => `${whole.format(share * 100)}%`
  return {
    number: (value: number): string => number.format(value),
    signed: (value: number): string => signed.format(value),
    percent,
    range: ({ low, high }: { low: number; high: number }): string =>
      `${whole.format(low * 100)}–${whole.format(high * 100)}%`,
    basis: ({
      source,
      observations,
      asOf,
    }: {
      source: 'given' | 'observed' | 'inferred'
      observations: number | null
      asOf: string | null
    }): string =>
      `[${t.resting(t.sources[source], observations === null ? null : number.format(observations), asOf?.slice(0, 10) ?? null)}]`,
    evidence: (evidence: readonly Evidence[]): string =>
      evidence
        .map(({ itemId, title, kind, times }) =>
          t.evidence(title ?? itemId, t.kinds[kind] ?? kind, number.format(times)),
        )
        .join(t.separator),
  }
}

function summary({ summary: of }: Profile, t: PortraitWordTexts): string[] {
  if (of === null) return []
  return [`${of.text} [${t.writtenBy(of.model)}]`, ...of.statements.map(({ text }) => `  ${t.because(text)}`)]
}

function basics({ basics: given }: Profile, t: PortraitWordTexts, w: Words): string[] {
  return (['ageBand', 'gender', 'region'] as const).flatMap((name) => {
    const one = given[name]
    return one === null ? [] : [`${t.basics[name]}${t.colon}${one.value} ${w.basis(one)}`]
  })
}

function lifecycle({ lifecycle: of }: Profile, t: PortraitWordTexts, w: Words): string[] {
  if (of === null) return []
  const rhythm = t.rhythm(
    of.rhythmOf,
    of.rhythmFrom,
    w.number(of.daysSince),
    w.number(of.atRiskAfter),
    w.number(of.lapsedAfter),
  )
  return [
    `${t.stages[of.stage]} ${w.basis(of)}`,
    rhythm,
    ...(of.usual === null ? [] : [t.usual(w.percent(of.usual.share), w.range(of.usual))]),
  ]
}

function interest(one: Profile['interests']['categories'][number], t: PortraitWordTexts, w: Words): string {
  const head =
    one.observations === null && one.confirmed !== null
      ? one.name
      : t.interest(one.name, w.percent(one.share), w.range(one), t.trends[one.trend])
  const details = [
    ...(one.confirmed === null ? [] : [t.confirmed(t.by[one.confirmed.by])]),
    ...(one.prices === null
      ? []
      : [
          t.price(
            w.number(one.prices.low),
            w.number(one.prices.high),
            one.prices.currency ?? '',
            one.prices.band && t.bands[one.prices.band],
          ),
        ]),
    ...(one.evidence.length === 0 ? [] : [t.because(w.evidence(one.evidence))]),
  ]
  return [`${head} ${w.basis(one)}`, ...details.map((detail) => `  ${detail}`)].join('\n')
}

function habits({ habits: of }: Profile, t: PortraitWordTexts, w: Words): string[] {
  const { hour } = of
  return [
    ...(['device', 'channel', 'language'] as const).flatMap((name) => {
      const habit = of[name]
      if (habit === null) return []
      const value = { device: t.devices, channel: t.channels, language: {} as Record<string, string> }[name][
        habit.value
      ]
      const share = `${w.percent(habit.share)} (${w.range(habit)})`
      return [`${t.habit(name, value ?? habit.value, share)} ${w.basis(habit)}`]
    }),
    ...(hour === null
      ? []
      : [
          `${t.hour(String(hour.from), String((hour.to + 1) % 24), `${w.percent(hour.share)} (${w.range(hour)})`, hour.timeZone)} ${w.basis(hour)}`,
        ]),
  ]
}

function purchases({ computed, rfm }: Profile, t: PortraitWordTexts, w: Words): string[] {
  const of = (name: string, days: number | null) =>
    computed.find((one) => one.name === name && one.days === days && typeof one.value === 'number')
  const lines = [30, 90, 365, null].flatMap((days) => {
    const orders = of('orders', days)
    if (orders === undefined) return []
    const spend = of('spend', days)
    return [
      t.orders(
        days === null ? null : String(days),
        w.number(orders.value as number),
        spend === undefined ? null : `${w.number(spend.value as number)} ${spend.unit ?? ''}`.trim(),
      ),
    ]
  })
  if (rfm === null) return lines
  const { recency, frequency, monetary, among } = rfm
  return [...lines, t.rfm(recency.score, frequency.score, monetary.score, w.number(among))]
}
