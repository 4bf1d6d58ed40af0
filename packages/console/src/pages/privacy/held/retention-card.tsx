import type { PrivacyReport } from 'attune/api-types'
import { Card } from '../../../components/card.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { heldTexts as x } from '../../../texts/privacy-texts.ts'

/** How long each kind of event is kept. */
export function RetentionCard({ report: { retention, refusedDays } }: { readonly report: PrivacyReport }) {
  const { t, f } = useLocale()
  const limited = retention.some(({ days }) => days !== null)
  return (
    <Card title={t(x.retention)} sub={t(x.retentionSub)} columns={7} flush>
      {limited ? null : <p className="pad sm soft">{t(x.noRetention)}</p>}
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.event)}</th>
              <th scope="col" className="num">
                {t(x.rows)}
              </th>
              <th scope="col" className="num">
                {t(x.oldest)}
              </th>
              <th scope="col" className="num">
                {t(x.kept)}
              </th>
            </tr>
          </thead>
          <tbody>
            {retention.map(({ event, source, days, rows, oldest }) => (
              <tr key={`${source} ${event}`}>
                <th scope="row" className="break">
                  {event}
                  {source === null ? null : <span className="soft sm"> {source}</span>}
                </th>
                <td className="num" data-label={t(x.rows)}>
                  {f.count(rows)}
                </td>
                <td className="num" data-label={t(x.oldest)}>
                  {oldest === null ? '–' : f.day(Date.parse(oldest))}
                </td>
                <td className="num lead">{days === null ? t(x.stays) : t(x.days(f.count(days)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="card-foot">{t(x.refused(f.count(refusedDays)))}</p>
    </Card>
  )
}
