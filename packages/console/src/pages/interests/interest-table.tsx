import type { InterestNode } from 'attune/api-types'
import { commonTexts } from '../../texts/common-texts.ts'
import { interestTexts as x } from '../../texts/interest-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

export interface InterestTableProps {
  readonly nodes: readonly InterestNode[]
  readonly onChoose: (name: string) => void
}

/** The numbers of the map, and a way to each interest for whoever does not use the map. */
export function InterestTable({ nodes, onChoose }: InterestTableProps) {
  const { t, f } = useLocale()
  return (
    <details className="chart-table">
      <summary>{t(commonTexts.table)}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t(commonTexts.table)}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t(x.interest)}</th>
              <th scope="col" className="num">
                {t(x.people)}
              </th>
              <th scope="col" className="num">
                {t(x.share)}
              </th>
              <th scope="col">{t(x.show)}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map(({ name, title, people, share }) => (
              <tr key={name}>
                <th scope="row">{title}</th>
                <td className="num">{f.count(people)}</td>
                <td className="num">{f.percent(share, 1)}</td>
                <td>
                  <button
                    type="button"
                    className="btn small"
                    aria-label={t(x.showOne(title))}
                    onClick={() => onChoose(name)}
                  >
                    {t(x.show)}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
