import { type Regime, regimeNames } from './purposes.ts'

/** Country (ISO 3166 alpha-2) → the regime that fits its law. Everywhere else the strictest holds, unless `protect.regions` says otherwise. */
const countries: Readonly<Record<Exclude<Regime, 'open'>, string>> = {
  // The EU, the EEA, the UK, Switzerland and the micro-states whose laws follow.
  gdpr: 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH AD MC SM VA GI',
  pipl: 'CN',
  // California’s law is the strictest of the states that let people object; it is taken for all of them.
  ccpa: 'US',
}

/** Where an event says that somebody is. */
export interface Place {
  /** ISO 3166 alpha-2 in any case. */
  readonly country: unknown
  /** IANA, such as `Europe/Berlin`; counts where no country is told. */
  readonly timezone: unknown
}

/** Older names of time zones, which browsers still send. */
const olderZones: Readonly<Record<string, string>> = {
  PRC: 'CN',
  'Asia/Chongqing': 'CN',
  'Asia/Chungking': 'CN',
  'Asia/Harbin': 'CN',
  'Asia/Kashgar': 'CN',
  'Asia/Beijing': 'CN',
  'Europe/Belfast': 'GB',
  GB: 'GB',
  Eire: 'IE',
  Poland: 'PL',
  Portugal: 'PT',
  Iceland: 'IS',
  'Europe/Kiev': 'UA',
  'US/Pacific': 'US',
  'US/Eastern': 'US',
  'US/Central': 'US',
  'US/Mountain': 'US',
}

/**
 * The regime of a place.
 *
 * @param overrides country → regime, over the built-in table; `*` for everywhere else and for nowhere known (default `gdpr`)
 * @example regimesByRegion({})({ country: undefined, timezone: 'Asia/Shanghai' }) // 'pipl'
 */
export function regimesByRegion(overrides: Readonly<Record<string, Regime>>): {
  readonly of: (place: Place) => Regime
  /** Of somebody about whom nothing is known. */
  readonly elsewhere: Regime
} {
  const elsewhere = overrides['*'] ?? 'gdpr'
  const byCountry = new Map<string, Regime>()
  for (const regime of regimeNames)
    if (regime !== 'open') for (const country of countries[regime].split(' ')) byCountry.set(country, regime)
  for (const [country, regime] of Object.entries(overrides)) if (country !== '*') byCountry.set(country, regime)
  const byZone = new Map<string, Regime>()
  for (const [country, regime] of byCountry) for (const zone of zonesOf(country)) byZone.set(zone, regime)
  for (const [zone, country] of Object.entries(olderZones)) byZone.set(zone, byCountry.get(country) ?? elsewhere)
  return {
    elsewhere,
    of({ country, timezone }) {
      if (typeof country === 'string' && /^[A-Za-z]{2}$/.test(country))
        return byCountry.get(country.toUpperCase()) ?? elsewhere
      return (typeof timezone === 'string' ? byZone.get(timezone) : undefined) ?? elsewhere
    },
  }
}

/** Asking takes a while, and the answer is the same every time. */
const knownZones = new Map<string, readonly string[]>()

/** The time zones of a country, by the tables that come with JavaScript. */
function zonesOf(country: string): readonly string[] {
  const known = knownZones.get(country)
  if (known) return known
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?: () => string[] | undefined }
  const zones = locale.getTimeZones?.() ?? []
  knownZones.set(country, zones)
  return zones
}
