import type { NumberUnit, ReportNumber } from './report-document.ts'

const grouped = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const [whole, tenths, cents] = [grouped(0), grouped(1), grouped(2)]

/** A small share keeps its digits, so that it does not read as none. */
function percent(share: number): string {
  const value = share * 100
  return (Math.abs(value) >= 10 ? tenths : cents).format(value)
}

const minus = (text: string): string => text.replace('-', '−')
/** A typographic minus, and a plus where there is more than nothing; what rounds to nothing has no sign. */
function signed(text: string): string {
  const bare = text.replace('-', '')
  if (!/[1-9]/.test(bare)) return bare
  return text.startsWith('-') ? `−${bare}` : `+${bare}`
}

/** One value in its unit, the same in both languages: figures, thousands with commas, `%` for shares. */
export function writeValue(value: number, unit: NumberUnit): string {
  switch (unit) {
    case 'count':
      return whole.format(value)
    case 'amount':
      return minus(cents.format(value))
    case 'share':
      return minus(`${percent(value)}%`)
    case 'change':
    case 'points':
      return `${signed(percent(value))}%`
    case 'p':
      return value < 0.0001 ? '0.0001' : String(Number(value.toPrecision(2)))
    case 'decimal':
      return minus(cents.format(value))
    case 'signed':
      return signed(cents.format(value))
  }
}

/** A number and its interval, each as it is written: `4.20%` and `3.90% – 4.52%`, or null. */
export function writeParts({ value, low, high, unit }: ReportNumber): {
  readonly text: string
  readonly range: string | null
} {
  return {
    text: unit === 'p' && value < 0.0001 ? '< 0.0001' : writeValue(value, unit),
    range: low === null || high === null ? null : `${writeValue(low, unit)} – ${writeValue(high, unit)}`,
  }
}

/** A number with its interval, where it has one: `4.20% (3.90% – 4.52%)`. */
export function writeNumber(number: ReportNumber): string {
  const { text, range } = writeParts(number)
  return range === null ? text : `${text} (${range})`
}

/** What may be written of a number: its value and the ends of its interval. */
export const writtenForms = ({ value, low, high, unit }: ReportNumber): readonly string[] =>
  [value, low, high].flatMap((one) => (one === null ? [] : [writeValue(one, unit)]))
