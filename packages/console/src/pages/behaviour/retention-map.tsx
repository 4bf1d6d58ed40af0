import type { Retention } from 'attune/api-types'
import { heatStyle } from '../../charts/heat-style.ts'
import { behaviourTexts, retentionTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

type Cell = Retention['all'][number]

/** Cohorts by periods after the first time; the darker the more came back, each cell with its number. */
export function RetentionMap({ retention: { cohorts, all } }: { readonly retention: Retention }) {
  const { t, f } = useLocale()
  const heat = (cell: Cell, at: number) => {
    if (cell === null)
      return (
        <td key={at} className="heat">
          <span className="sr">{t(x.empty)}</span>
        </td>
      )
    const { value, low, high } = cell.share
    const words = t(x.cell(f.percent(value, 0), f.percentRange(low, high, 0), f.count(cell.people)))
    return (
      <td key={at} className="heat num" title={words} style={heatStyle(value)}>
        {f.percent(value, 0)}
      </td>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={t(x.map)}>
      <table className="table heatmap">
        <thead>
          <tr>
            <th scope="col">{t(x.cohort)}</th>
            <th scope="col" className="num">
              {t(behaviourTexts.people)}
            </th>
            {all.map((_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
              <th key={at} scope="col" className="num">
                {f.count(at)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ name, people, cells }) => (
            <tr key={name ?? ''}>
              <th scope="row">{name ?? t(behaviourTexts.rest)}</th>
              <td className="num">{people === null ? t(behaviourTexts.few) : f.count(people)}</td>
              {cells.map(heat)}
            </tr>
          ))}
          <tr>
            <th scope="row">{t(x.everybody)}</th>
            <td />
            {all.map(heat)}
          </tr>
        </tbody>
      </table>
    </section>
  )
}
