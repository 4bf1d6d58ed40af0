import type { RunList } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import type { Route } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { runTexts as x } from '../../texts/run-texts.ts'
import { RunPage } from './run-page.tsx'
import { RunsTable } from './runs-table.tsx'

const command = 'attune finetune classify --train reviews.csv --text review --label label'

/** Trainings of networks: all of them, or the one that the route names. */
export function RunsPage({ route }: { readonly route: Route }) {
  const [, id] = route.path
  return id === undefined ? <AllRuns /> : <RunPage key={id} id={id} route={route} />
}

function AllRuns() {
  const { t, f } = useLocale()
  const [busy, setBusy] = useState(false)
  const list = useResource<RunList>(paths.runs, { every: busy ? 2000 : 10_000 })
  const running = list.value?.runs.some(({ state }) => state === 'running') === true
  if (busy !== running) setBusy(running)
  return (
    <Page title={t(x.title)} sub={t(x.sub)}>
      <Loaded resource={list} what={x.what} rows={6}>
        {({ runs, total }) =>
          runs.length === 0 ? (
            <Card title={t(x.none)}>
              <div className="empty">
                <p>{t(x.noneWhy)}</p>
                <code className="mono xs break">{command}</code>
                <CopyButton text={command} />
              </div>
            </Card>
          ) : (
            <section className="card flush" aria-label={t(x.title)}>
              <RunsTable runs={runs} />
              {total > runs.length ? (
                <div className="pager">
                  <span>{t(x.shown(f.count(runs.length), f.count(total)))}</span>
                </div>
              ) : null}
            </section>
          )
        }
      </Loaded>
    </Page>
  )
}
