import type { LiveEvent, RecentEvents } from 'attune/api-types'
import { useMemo, useRef, useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useLiveEvents } from '../../api/use-live-events.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { eventTexts as x } from '../../texts/event-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { eventName, passes } from './event-line.ts'
import { EventPane } from './event-pane.tsx'
import { EventStream } from './event-stream.tsx'
import { ReasonsCard } from './reasons-card.tsx'

const shows = ['all', 'accepted', 'refused'] as const
const most = 200

/** What arrives, what is refused, and how to mend it. */
export function EventsPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const [paused, setPaused] = useState(false)
  const [chosen, setChosen] = useState<LiveEvent>()
  const [type, setType] = useState('')
  const [reason, setReason] = useState('')
  const side = useRef<HTMLDivElement>(null)
  const show = shows.find((name) => name === route.query.get('show')) ?? 'all'
  const live = useLiveEvents(paused)
  const recent = useResource<RecentEvents>(paths.events(100), { every: 20_000 })
  const refusedOnes = useResource<RecentEvents>(show === 'refused' ? paths.refusedEvents(100, reason) : undefined)

  const rows = useMemo(() => {
    const seen = new Set<string>()
    const merged = [
      ...live.rows.map(({ serial, line }) => ({ key: `live-${serial}`, line })),
      ...[...(refusedOnes.value?.events ?? []), ...(recent.value?.events ?? [])].map((line, i) => ({
        key: `recent-${line.messageId ?? i}-${line.at}`,
        line,
      })),
    ]
    return merged
      .filter(({ line }) => {
        const id = line.messageId === null ? `${line.at}${line.payload}` : `${line.messageId}${line.kind}${line.at}`
        return !seen.has(id) && seen.add(id)
      })
      .slice(0, most * 2)
  }, [live.rows, recent.value, refusedOnes.value])
  const names = useMemo(() => [...new Set(rows.map(({ line }) => eventName(line)))].sort(), [rows])
  const shown = rows.filter(({ line }) => passes(line, { show, type, reason })).slice(0, most)
  const choose = (line: LiveEvent) => {
    setChosen(line)
    // On a narrow screen the pane stands below the stream.
    const top = side.current?.getBoundingClientRect().top ?? 0
    if (top > innerHeight * 0.7) side.current?.scrollIntoView({ block: 'start' })
  }
  const state = paused ? x.paused : { connecting: x.connecting, open: x.open, lost: x.lost }[live.state]

  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        <>
          <Segmented
            label={t(x.show)}
            value={show}
            options={shows.map((value) => ({ value, text: t(x[value]) }))}
            onChange={(value) => {
              setReason('')
              replaceQuery(route, { show: value === 'all' ? undefined : value })
            }}
          />
          <select
            className="input narrow"
            aria-label={t(x.type)}
            value={names.includes(type) ? type : ''}
            onChange={(event) => setType(event.target.value)}
          >
            <option value="">{t(x.everyType)}</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <button type="button" className="btn" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            <Icon name={paused ? 'play' : 'pause'} />
            {t(paused ? x.resume : x.pause)}
            {paused && live.waiting > 0 ? (
              <span className="muted xs">{t(x.waiting(f.count(live.waiting)))}</span>
            ) : null}
          </button>
        </>
      }
    >
      {live.problem ? (
        <div style={{ marginBottom: 16 }}>
          <ProblemBanner problem={live.problem} what={x.lost} lastGood={recent.at} />
        </div>
      ) : null}
      <div className="grid">
        <Card
          title={t(x.stream)}
          sub={t(x.streamSub(f.count(shown.length)))}
          columns={7}
          flush
          end={
            <span className="row xs muted">
              <span
                className={live.state === 'open' && !paused ? 'dot' : live.state === 'lost' ? 'dot warn' : 'dot off'}
              />
              {t(state)}
              {live.skipped > 0 ? ` · ${t(x.skipped(f.count(live.skipped)))}` : ''}
            </span>
          }
        >
          {shown.length === 0 ? (
            <div className="empty">
              {rows.length === 0 ? <h3>{t(x.none)}</h3> : null}
              <p>{t(rows.length === 0 ? x.noneWhy : x.noneFiltered)}</p>
            </div>
          ) : (
            <EventStream rows={shown} chosen={chosen} onChoose={choose} />
          )}
        </Card>
        <div className="c5 stack sticky-side" ref={side}>
          <EventPane line={chosen} onClose={() => setChosen(undefined)} />
          <ReasonsCard
            reasons={recent.value?.reasons}
            chosen={reason}
            onChoose={(name) => {
              setReason(name)
              setType('')
              replaceQuery(route, { show: name === '' ? undefined : 'refused' })
            }}
          />
        </div>
      </div>
    </Page>
  )
}
