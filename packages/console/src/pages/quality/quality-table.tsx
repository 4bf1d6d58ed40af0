import type { QualityCheck } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import type { Format } from '../../format/create-format.ts'
import { useLocale } from '../../texts/locale.tsx'
import { qualityTexts as x } from '../../texts/quality-texts.ts'
import type { Text } from '../../texts/text.ts'

const looks = { bad: 'badge bad', look: 'badge warn', ok: 'badge good', 'too-few': 'badge' } as const

/** A check as a reader reads it: a share, a time, so many times the usual, an index. */
function checkValue({ value, unit }: QualityCheck, t: (text: Text) => string, f: Format): string {
  if (value === null) return t(x.nothing)
  if (unit === 'share') return f.percent(value, value > 0 && value < 0.1 ? 1 : 0)
  if (unit === 'seconds') return f.duration(1000 * value)
  return unit === 'times' ? t(x.usual(f.decimal(value, 1))) : f.decimal(value, 2)
}

export function QualityTable({ checks }: { readonly checks: readonly QualityCheck[] }) {
  const { t, f, language } = useLocale()
  return (
    <div className="scroll">
      <table className="table fold">
        <thead>
          <tr>
            <th scope="col">{t(x.check)}</th>
            <th scope="col">{t(x.source)}</th>
            <th scope="col">{t(x.value)}</th>
            <th scope="col">{t(x.verdict)}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => {
            const { name, source, of, value, unit, rows, verdict, why, advice, examples, lastEventAt } = check
            const toDo = verdict === 'bad' || verdict === 'look'
            return (
              <tr key={`${check.check} ${source} ${of}`}>
                <th scope="row">
                  {name[language]}
                  {of === null ? null : <small className="mono break">{of}</small>}
                  {toDo ? (
                    <small>
                      {t(x.why)}: {why[language]}
                      <br />
                      {t(x.todo)}: {advice[language]}
                      {examples.length === 0 ? null : (
                        <>
                          <br />
                          {t(x.examples)}: <span className="mono break">{examples.join(' · ')}</span>
                        </>
                      )}
                    </small>
                  ) : null}
                </th>
                <td data-label={t(x.source)}>
                  {source ?? t(x.everywhere)}
                  {lastEventAt === null ? null : <small>{t(x.last(f.ago(Date.parse(lastEventAt))))}</small>}
                </td>
                <td data-label={t(x.value)}>
                  <div className="cell">
                    {unit === 'share' && value !== null ? <Bar share={value} grey={!toDo} /> : null}
                    <span>{checkValue(check, t, f)}</span>
                  </div>
                  <small>{t(x.over(f.count(rows)))}</small>
                </td>
                <td data-label={t(x.verdict)}>
                  <span className={looks[verdict]}>{t(x[verdict])}</span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
