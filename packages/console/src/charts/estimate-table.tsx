import type { Estimate } from 'attune/api-types'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import { IntervalAxis, IntervalPlot, type Tone } from './interval-plot.tsx'

export interface EstimateRow {
  readonly key: string
  readonly name: string
  readonly note?: string | undefined
  /** Beside the name, one a column. */
  readonly cells: readonly string[]
  readonly estimate: Estimate | null
  readonly tone?: Tone
  /** The row in words. */
  readonly label: string
}

export interface EstimateTableProps {
  readonly head: string
  readonly columns: readonly string[]
  readonly value: string
  readonly rows: readonly EstimateRow[]
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
  readonly reference?: number
  readonly format: (value: number) => string
  readonly range: (low: number, high: number) => string
}

/** Names with figures, an interval on one scale, and its numbers. */
export function EstimateTable(props: EstimateTableProps) {
  const { head, columns, value, rows, domain, ticks, reference, format, range } = props
  const { t } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold compared">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="num">
                {column}
              </th>
            ))}
            <th scope="col" className="plotcol">
              <span className="sr">{t(commonTexts.interval)}</span>
              <IntervalAxis domain={domain} ticks={ticks} format={format} />
            </th>
            <th scope="col" className="num">
              {value}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, note, cells, estimate, tone, label }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {note === undefined ? null : <small className="muted">{note}</small>}
              </th>
              {cells.map((cell, at) => (
                <td key={columns[at]} className="num" data-label={columns[at]}>
                  {cell}
                </td>
              ))}
              <td className="plotcol">
                {estimate === null ? null : (
                  <IntervalPlot
                    estimate={estimate}
                    domain={domain}
                    reference={reference}
                    tone={tone ?? 'none'}
                    label={label}
                  />
                )}
              </td>
              <td className="num m lead" data-label={value}>
                {estimate === null ? '–' : format(estimate.value)}
                {estimate === null ? null : <small>{range(estimate.low, estimate.high)}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
