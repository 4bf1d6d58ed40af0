import type { Run } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { scoreTexts, wordsFor, runTexts as x } from '../../texts/run-texts.ts'

/** What two runs differ in: settings, data and what came of it. */
export function DifferenceCard({ run, other }: { readonly run: Run; readonly other: Run }) {
  const { t, f } = useLocale()
  const score = (value: number | undefined) => (value === undefined ? '–' : f.decimal(value, 4))
  const names = (of: (one: Run) => Readonly<Record<string, unknown>> | null) => [
    ...new Set([...Object.keys(of(run) ?? {}), ...Object.keys(of(other) ?? {})]),
  ]
  const hash = ({ data }: Run) => data?.hash.slice(0, 12) ?? '–'
  const rows = [
    ...names((one) => one.scores).map((name) => ({
      name: t(wordsFor(scoreTexts, name)),
      mine: score(run.scores?.[name]),
      theirs: score(other.scores?.[name]),
    })),
    { name: t(x.dataHash), mine: hash(run), theirs: hash(other) },
    ...names((one) => one.settings).map((name) => ({
      name,
      mine: run.settings[name] ?? '–',
      theirs: other.settings[name] ?? '–',
    })),
  ].filter(({ mine, theirs }) => mine !== theirs)
  return (
    <Card title={t(x.difference)} sub={t(x.comparison(other.id))} flush>
      {rows.length === 0 ? (
        <div className="empty">
          <p>{t(x.same)}</p>
        </div>
      ) : (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="sr">{t(x.difference)}</span>
                </th>
                <th scope="col" className="num">
                  {t(x.this)}
                </th>
                <th scope="col" className="num">
                  {t(x.other)}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, mine, theirs }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="num break">{mine}</td>
                  <td className="num break">{theirs}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
