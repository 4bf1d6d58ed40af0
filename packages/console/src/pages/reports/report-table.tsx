import type { ReportView } from 'attune/api-types'

export type ReportNumber = ReportView['numbers'][number]
type Table = ReportView['sections'][number]['tables'][number]

export interface ReportTableProps {
  readonly table: Table
  readonly numbers: ReadonlyMap<string, ReportNumber>
}

/** A table of a report; its numbers stand as the report writes them, each with its interval. */
export function ReportTable({ table: { title, columns, rows }, numbers }: ReportTableProps) {
  const isNumber = (at: number) => {
    const cell = rows[0]?.[at]
    return cell !== undefined && 'number' in cell
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="scroll mt4" tabIndex={0} aria-label={title}>
      <h3 className="sm m">{title}</h3>
      <table className="table">
        <thead>
          <tr>
            {columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={at} scope="col" className={isNumber(at) ? 'num' : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={line}>
              {row.map((cell, at) => {
                const number = 'number' in cell ? numbers.get(cell.number) : undefined
                const text = 'text' in cell ? cell.text : (number?.text ?? '–')
                const shown = (
                  <>
                    {text}
                    {number?.range ? <small className="muted">{number.range}</small> : null}
                  </>
                )
                return at === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                  <th key={at} scope="row" className="break">
                    {shown}
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                  <td key={at} className={'number' in cell || isNumber(at) ? 'num' : undefined}>
                    {shown}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
