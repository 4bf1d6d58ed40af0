import type { Run } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { runTexts as x } from '../../texts/run-texts.ts'

/** How well each class is told, the weakest first: those want more texts. */
export function PerClassTable({ perClass }: { readonly perClass: NonNullable<Run['perClass']> }) {
  const { t, f } = useLocale()
  const share = (value: number | null) => (value === null ? '–' : f.percent(value, 1))
  const rows = Object.entries(perClass).sort(([, a], [, b]) => a.f1 - b.f1)
  return (
    <div className="scroll classes">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t(x.class)}</th>
            <th scope="col">F1</th>
            <th scope="col" className="num">
              {t(x.precision)}
            </th>
            <th scope="col" className="num">
              {t(x.recall)}
            </th>
            <th scope="col" className="num">
              {t(x.texts)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, { precision, recall, f1, support }]) => (
            <tr key={name}>
              <th scope="row" className="break">
                {name}
              </th>
              <td>
                <div className="cell">
                  <Bar share={f1} grey />
                  <span className="right">{share(f1)}</span>
                </div>
              </td>
              <td className="num">{share(precision)}</td>
              <td className="num">{share(recall)}</td>
              <td className="num">{f.count(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
