import type { ScheduledReport } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Card } from '../../components/card.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { reportLanguageNames, reportTexts as x } from '../../texts/report-texts.ts'
import { ScheduleSheet } from './schedule-sheet.tsx'

export interface ScheduleCardProps {
  readonly scheduled: readonly ScheduledReport[]
  readonly onChange: () => void
}

/** Its days begin where the server says, which may lie half a day from the reader's. */
const halfDayMs = 43_200_000

type Asked = 'add' | { readonly what: 'change' | 'remove'; readonly schedule: ScheduledReport }

/** What is made by itself; what the team set up can be changed here, what the configuration has is shown. */
export function ScheduleCard({ scheduled, onChange }: ScheduleCardProps) {
  const { t, f } = useLocale()
  const { client, can } = useSession()
  const [asked, setAsked] = useState<Asked>()
  const may = can('reports.make')
  const close = () => setAsked(undefined)
  const everyOf = ({ every }: ScheduledReport) => t(every === 'week' ? x.week : x.everyMonth)
  const aboutOf = ({ subject }: ScheduledReport) => subject ?? t(x.everything)
  const nameOf = (one: ScheduledReport) => t(x.nameOf(aboutOf(one), everyOf(one)))
  return (
    <Card
      title={t(scheduled.length === 0 ? x.noSchedule : x.bySelf)}
      {...(scheduled.length === 0 ? {} : { sub: t(x.bySelfSub) })}
      end={
        may ? (
          <button type="button" className="btn small" onClick={() => setAsked('add')}>
            {t(x.addSchedule)}
          </button>
        ) : undefined
      }
      flush
    >
      {scheduled.length === 0 ? (
        <div className="empty">
          <p>{t(x.noScheduleWhy)}</p>
        </div>
      ) : (
        <div className="scroll">
          <table className="table fold">
            <thead>
              <tr>
                <th scope="col">{t(x.of)}</th>
                <th scope="col">{t(x.every)}</th>
                <th scope="col">{t(x.languages)}</th>
                <th scope="col" className="num">
                  {t(x.keep)}
                </th>
                <th scope="col" className="opt">
                  {t(x.lastWhole)}
                </th>
                <th scope="col">{t(x.state)}</th>
                <th scope="col">{t(x.source)}</th>
                {may ? (
                  <th scope="col">
                    <span className="sr">{t(x.change)}</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {scheduled.map((one) => (
                <tr key={`${one.source} ${one.id}`}>
                  <th scope="row" className="break">
                    {aboutOf(one)}
                    {one.subject === null ? null : <small className="muted">{t(x[one.kind])}</small>}
                  </th>
                  <td data-label={t(x.every)}>{everyOf(one)}</td>
                  <td data-label={t(x.languages)}>
                    {f.list(one.languages.map((language) => reportLanguageNames[language]))}
                  </td>
                  <td data-label={t(x.keep)} className="num">
                    {f.count(one.keep)}
                  </td>
                  <td data-label={t(x.lastWhole)} className="opt nowrap">
                    {f.dayRange(Date.parse(one.lastWhole.from) + halfDayMs, Date.parse(one.lastWhole.to) - halfDayMs)}
                  </td>
                  <td data-label={t(x.state)}>
                    <span className={one.made ? 'badge good' : 'badge'}>{t(one.made ? x.isMade : x.notMade)}</span>
                  </td>
                  <td data-label={t(x.source)}>{t(x[one.source])}</td>
                  {may ? (
                    <td>
                      {one.source === 'team' ? (
                        <div className="row wrap">
                          <button
                            type="button"
                            className="btn small"
                            onClick={() => setAsked({ what: 'change', schedule: one })}
                          >
                            {t(x.change)}
                            <span className="sr"> {nameOf(one)}</span>
                          </button>
                          <button
                            type="button"
                            className="btn small quiet"
                            onClick={() => setAsked({ what: 'remove', schedule: one })}
                          >
                            {t(x.remove)}
                            <span className="sr"> {nameOf(one)}</span>
                          </button>
                        </div>
                      ) : null}
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {scheduled.some(({ made }) => !made) ? <p className="xs muted pad">{t(x.notMadeHelp)}</p> : null}
      {asked === 'add' ? <ScheduleSheet onSaved={onChange} onClose={close} /> : null}
      {typeof asked === 'object' && asked.what === 'change' ? (
        <ScheduleSheet schedule={asked.schedule} name={nameOf(asked.schedule)} onSaved={onChange} onClose={close} />
      ) : null}
      {typeof asked === 'object' && asked.what === 'remove' ? (
        <Confirm
          title={t(x.removeTitle(nameOf(asked.schedule)))}
          consequence={t(x.removeWhy)}
          confirmText={t(x.removeNow)}
          onConfirm={async () => {
            await client.send('DELETE', paths.reportSchedule(asked.schedule.id))
            onChange()
          }}
          onClose={close}
        />
      ) : null}
    </Card>
  )
}
