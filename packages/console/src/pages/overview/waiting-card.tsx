import type { ModelList, Overview, Placement } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useDueRequests } from '../../shell/use-due-requests.ts'
import { useLocale } from '../../texts/locale.tsx'
import { overviewTexts as x } from '../../texts/overview-texts.ts'
import { waitingList } from './waiting-list.ts'

export interface WaitingCardProps {
  readonly overview: Overview
  readonly models: ModelList | undefined
  readonly settings: readonly Placement[] | undefined
}

/** What waits for a person, and whether the machine is well. */
export function WaitingCard({ overview, models, settings }: WaitingCardProps) {
  const { t, f, language } = useLocale()
  const waiting = waitingList({
    overview,
    models,
    settings,
    due: useDueRequests(),
    count: f.count,
    percent: (share) => f.percent(share, 1),
    placementName: (placement) => placement.title[language],
  })
  const { health } = overview
  const rows = [
    {
      name: x.accepted,
      text: health.acceptedShare === null ? undefined : f.percent(Math.floor(health.acceptedShare * 1e4) / 1e4, 2),
      good: (health.acceptedShare ?? 1) >= 0.99,
    },
    {
      name: x.decisionTime,
      text: health.decisionP95Ms === null ? undefined : f.duration(health.decisionP95Ms),
      good: (health.decisionP95Ms ?? 0) <= 50,
    },
    {
      name: x.collectTime,
      text: health.collectP95Ms === null ? undefined : f.duration(health.collectP95Ms),
      good: (health.collectP95Ms ?? 0) <= 200,
    },
    {
      name: x.lastEvent,
      text: health.lastEventAt === null ? undefined : f.ago(Date.parse(health.lastEventAt)),
      good: true,
    },
  ]
  return (
    <Card
      title={t(x.waiting)}
      columns={4}
      {...(waiting.length > 0 ? { sub: <span className="badge">{waiting.length}</span> } : {})}
    >
      {waiting.length === 0 ? <p className="sm muted">{t(x.nothingWaiting)}</p> : null}
      <ul className="list">
        {waiting.slice(0, 5).map((entry) => (
          <li key={entry.key}>
            <span className={`dot ${entry.tone}`} />
            <div className="grow">
              <a href={entry.address}>{t(entry.title)}</a>
              <small>{t(entry.why)}</small>
            </div>
          </li>
        ))}
      </ul>
      <div className="card-part">
        <div className="card-head">
          <h2>{t(x.health)}</h2>
        </div>
        <table className="health">
          <tbody>
            {rows.map((row) => (
              <tr key={row.name[0]}>
                <th scope="row">{t(row.name)}</th>
                <td className="m">{row.text ?? '–'}</td>
                <td>
                  <span className={`dot ${row.text === undefined ? 'off' : row.good ? '' : 'warn'}`} />
                  <span className="sr">{t(row.text === undefined ? x.idle : row.good ? x.fine : x.mind)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
