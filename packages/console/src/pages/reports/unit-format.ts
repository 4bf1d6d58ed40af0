import type { ReportView } from 'attune/api-types'
import { digitsOf } from '../../charts/scale.ts'
import type { Format } from '../../format/create-format.ts'

type Unit = ReportView['numbers'][number]['unit']

/** How a value of a chart is written, with so many decimals. */
export function unitText(f: Format, unit: Unit, value: number, digits: number): string {
  switch (unit) {
    case 'share':
      return f.percent(value, digits)
    case 'change':
    case 'points':
      return f.change(value, digits)
    case 'count':
      return f.count(value)
    case 'signed':
      return f.signedDecimal(value, digits)
    case 'amount':
    case 'decimal':
    case 'p':
      return f.decimal(value, digits)
  }
}

const isPercent = (unit: Unit): boolean => unit === 'share' || unit === 'change' || unit === 'points'

/** Decimals that tell the ticks of an axis apart. */
export function tickDigits(unit: Unit, ticks: readonly number[]): number {
  const digits = digitsOf(ticks)
  return isPercent(unit) ? Math.max(0, digits - 2) : digits
}
