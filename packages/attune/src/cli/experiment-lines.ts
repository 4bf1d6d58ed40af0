import type { ExperimentResultsView, MetricResultView } from '../api/schemas/experiment-results.ts'
import type { Column } from './output.ts'

type Language = 'en' | 'zh'

const signed = (share: number | null, digits = 1): string => {
  if (share === null) return '…'
  const text = (Math.abs(share) * 100).toFixed(digits)
  return `${share < 0 ? '−' : '+'}${text} %`
}
const plain = (value: number | null, kind: string): string => {
  if (value === null) return '…'
  return kind === 'proportion' ? `${(100 * value).toFixed(2)} %` : value.toPrecision(4)
}
const pText = (p: number | null): string => (p === null ? '' : p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, ''))

const columns: Readonly<Record<Language, readonly string[]>> = {
  en: ['metric', 'variation', 'control', 'variation has', 'effect', 'interval', 'p', 'verdict'],
  zh: ['指标', '版本', '对照', '该版本', '效果', '区间', 'p', '结论'],
}
const verdicts: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { better: 'better', worse: 'worse', undecided: 'undecided', unknown: 'unknown' },
  zh: { better: '更好', worse: '更差', undecided: '未定', unknown: '未知' },
}
const guardrail: Readonly<Record<Language, string>> = { en: 'guardrail', zh: '护栏' }

/** Results as a table: one row a metric and variation. */
export function resultsTable(
  { metrics }: ExperimentResultsView,
  language: Language,
): { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] } {
  return {
    columns: columns[language].map((title, at) => ({ title, align: at >= 2 && at <= 6 ? 'right' : 'left' })),
    rows: metrics.flatMap((metric) => rowsOf(metric, language)),
  }
}

function rowsOf({ metric, role, analysis, adjustedP }: MetricResultView, language: Language): readonly string[][] {
  const name = role === 'guardrail' ? `${metric} (${guardrail[language]})` : metric
  return analysis.treatments.map((treatment) => {
    const { variation, relative, absolute, value, verdict, chanceToWin } = treatment
    const effect = relative ?? absolute
    const size = (of: number | null): string =>
      relative ? signed(of) : of === null ? '…' : `${of < 0 ? '−' : '+'}${plain(Math.abs(of), analysis.kind)}`
    const p = adjustedP[variation] ?? effect?.p ?? null
    return [
      name,
      variation,
      plain(analysis.control.value, analysis.kind),
      plain(value, analysis.kind),
      size(effect?.value ?? null),
      effect ? `[${size(effect.low)}, ${size(effect.high)}]` : '…',
      p === null && chanceToWin !== null ? `${(100 * chanceToWin).toFixed(1)} %` : pText(p),
      verdicts[language][verdict] ?? verdict,
    ]
  })
}

const unitsWord: Readonly<Record<Language, string>> = { en: 'units', zh: '人' }

/** How many are in each variation, as one line. */
export const armsLine = ({ arms }: ExperimentResultsView, language: Language): string =>
  arms.map(({ variation, units }) => `${variation} ${units.toLocaleString('en')} ${unitsWord[language]}`).join(' · ')
