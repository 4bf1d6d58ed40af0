import type { HeldData, PrivacyReport } from '../../api/schemas/privacy.ts'
import { purposeTexts } from '../consent/purposes.ts'
import { formTexts, heldTexts, type RecordLanguage, recordTexts, whereTexts } from './record-texts.ts'

export interface HeldTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Places of the columns with numbers. */
  readonly numbers: readonly number[]
}

/** What is held and why, as a table to read. */
export function heldTable({ held }: Pick<PrivacyReport, 'held'>, language: RecordLanguage): HeldTable {
  const t = recordTexts[language]
  const number = new Intl.NumberFormat(language)
  return {
    head: [t.what, t.from, t.count, t.persons, t.span, t.why, t.kept, t.where, t.form],
    numbers: [2, 3],
    rows: held.map((one) => [
      nameOf(one, language),
      one.source ?? '',
      number.format(one.count),
      one.persons === null ? '' : number.format(one.persons),
      [one.oldest, one.newest].map((time) => time?.slice(0, 10) ?? '').join(' – '),
      [
        ...(one.why === null ? [] : [one.why]),
        ...one.purposes.map((purpose) => purposeTexts[purpose].title[language]),
      ].join(language === 'zh' ? '；' : '; '),
      keptFor(one, language),
      one.where.map((where) => whereTexts[where][language]).join(language === 'zh' ? '、' : ', '),
      formTexts[one.form][language],
    ]),
  }
}

export function nameOf({ what, name }: HeldData, language: RecordLanguage): string {
  const told = heldTexts[what][language]
  if (name === null) return told
  return name === '*' && what === 'event'
    ? recordTexts[language].others
    : `${told}${recordTexts[language].colon}${name}`
}

function keptFor({ what, retention: { days, rule } }: HeldData, language: RecordLanguage): string {
  const t = recordTexts[language]
  if (days !== null) return t.days(new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(days))
  if (what === 'audit') return t.forGood
  if (what === 'user') return t.untilRemoved
  if (rule === 'erasure') return t.untilErasure
  return rule === 'event' ? t.withEvent : t.untilErased
}
