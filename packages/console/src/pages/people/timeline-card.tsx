import type { Timeline } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { peopleTexts as x } from '../../texts/people-texts.ts'
import { TimelineEntries } from './timeline-entries.tsx'

type Only = 'all' | 'orders' | 'ours'

export function TimelineCard({ personId }: { readonly personId: string }) {
  const { t } = useLocale()
  const [only, setOnly] = useState<Only>('all')
  const texts = { all: x.all, orders: x.ordersOnly, ours: x.ours }
  return (
    <Card
      title={t(x.timeline)}
      sub={t(x.timelineSub)}
      end={
        <Segmented<Only>
          label={t(x.only)}
          value={only}
          options={(['all', 'orders', 'ours'] as const).map((value) => ({ value, text: t(texts[value]) }))}
          onChange={setOnly}
        />
      }
    >
      <Pages key={`${personId} ${only}`} personId={personId} only={only} />
    </Card>
  )
}

/** The newest page, kept fresh, and older ones as they are asked for. */
function Pages({ personId, only }: { readonly personId: string; readonly only: Only }) {
  const { t } = useLocale()
  const { client } = useSession()
  const first = useResource<Timeline>(paths.timeline(personId, only), { every: 20_000 })
  const [older, setOlder] = useState<readonly Timeline[]>([])
  const next = (older.at(-1) ?? first.value)?.next ?? null
  const load = useAction(async () => {
    if (next === null) return
    const page = await client.get<Timeline>(paths.timeline(personId, only, next))
    setOlder((pages) => [...pages, page])
  })
  return (
    <Loaded resource={first} rows={3}>
      {(newest) => {
        const entries = [newest, ...older].flatMap((page) => page.entries)
        return (
          <>
            {entries.length === 0 ? <p className="sm muted">{t(x.noTimeline)}</p> : null}
            <TimelineEntries personId={personId} entries={entries} />
            {load.problem ? <ProblemBanner problem={load.problem} /> : null}
            {next === null ? null : (
              <div className="mt3">
                <button type="button" className="btn small" disabled={load.busy} onClick={() => load.run()}>
                  {t(x.more)}
                </button>
              </div>
            )}
          </>
        )
      }}
    </Loaded>
  )
}
