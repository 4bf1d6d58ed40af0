import type { Estimate, MetricResultView } from 'attune/api-types'
import { intervalDigits } from '../../format/interval-digits.ts'
import { experimentTexts as x } from '../../texts/experiment-texts.ts'
import type { Locale } from '../../texts/locale.tsx'

export type Scale = 'relative' | 'absolute'

/** How one column of effects writes its numbers. */
export interface EffectFormat {
  readonly value: (estimate: Estimate) => string
  readonly range: (estimate: Estimate) => string
  readonly tick: (value: number) => string
}

/** Decimals by which an interval of some width is told: three figures of its width at most. */
export const digitsFor = (width: number): number =>
  width > 0 ? Math.max(0, Math.min(5, 1 - Math.floor(Math.log10(width)))) : 2

/** Relative effects in per cent, those of proportions in percentage points, all others in the unit of the metric. */
export function effectFormat(
  { t, f }: Pick<Locale, 't' | 'f'>,
  scale: Scale,
  kind: MetricResultView['analysis']['kind'],
): EffectFormat {
  if (scale === 'relative')
    return {
      value: ({ value, low, high }) => f.change(value, intervalDigits(low, high)),
      range: ({ low, high }) => f.changeRange(low, high, intervalDigits(low, high)),
      tick: (value) => f.change(value, Math.abs(value) < 0.01 && value !== 0 ? 1 : 0),
    }
  const factor = kind === 'proportion' ? 100 : 1
  const unit = (text: string): string => (kind === 'proportion' ? t(x.points(text)) : text)
  const digits = ({ low, high }: Estimate): number => digitsFor(factor * (high - low))
  return {
    value: (estimate) => unit(f.signedDecimal(factor * estimate.value, digits(estimate))),
    range: (estimate) => unit(f.signedRange(factor * estimate.low, factor * estimate.high, digits(estimate))),
    tick: (value) => f.signedDecimal(factor * value, value === 0 ? 0 : digitsFor(factor * Math.abs(value))),
  }
}

/** What an arm came to. */
export const armValue = (
  { f }: Pick<Locale, 'f'>,
  kind: MetricResultView['analysis']['kind'],
  value: number | null,
): string =>
  value === null ? '–' : kind === 'proportion' ? f.percent(value, 2) : f.decimal(value, digitsFor(Math.abs(value) / 10))
