import type { Run } from 'attune/api-types'
import { useState } from 'react'
import { Bar } from '../../charts/bar.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { runTexts as x } from '../../texts/run-texts.ts'

const shownFirst = 20

/** How well each class is told, the weakest first: those want more texts. */
export function PerClassTable({ perClass }: { readonly perClass: NonNullable<Run['perClass']> }) {
  const { t, f } = useLocale()
  const [all, setAll] = useState(false)
  const share = (value: number | null) => (value === null ? '–' : f.percent(value, 1))
  const rows = Object.entries(perClass).sort(([, a], [, b]) => a.f1 - b.f1)
  return (
    <>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.class)}</th>
              <th scope="col" className="plotcol">
                <span className="sr">F1</span>
              </th>
              <th scope="col" className="num">
                F1
              </th>
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
            {rows.slice(0, all ? rows.length : shownFirst).map(([name, { precision, recall, f1, support }]) => (
              <tr key={name}>
                <th scope="row" className="break">
                  {name}
                </th>
                <td className="plotcol">
                  <Bar share={f1} grey />
                </td>
                <td className="num m lead">{share(f1)}</td>
                <td className="num" data-label={t(x.precision)}>
                  {share(precision)}
                </td>
                <td className="num" data-label={t(x.recall)}>
                  {share(recall)}
                </td>
                <td className="num" data-label={t(x.texts)}>
                  {f.count(support)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shownFirst && !all ? (
        <div className="pager">
          <button type="button" className="btn small" onClick={() => setAll(true)}>
            {t(x.allClasses(f.count(rows.length)))}
          </button>
        </div>
      ) : null}
    </>
  )
}
