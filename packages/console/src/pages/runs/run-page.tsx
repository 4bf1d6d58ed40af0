import type { Run, RunList, RunProgress } from 'attune/api-types'
import { Fragment, useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { runKindTexts, wordsFor, runTexts as x } from '../../texts/run-texts.ts'
import { DifferenceCard } from './difference-card.tsx'
import { LossCard } from './loss-card.tsx'
import { PerClassTable } from './per-class-table.tsx'
import { RunBadge } from './run-badge.tsx'
import { RunFacts } from './run-facts.tsx'
import { SideCurves } from './side-curves.tsx'
import { Standing } from './standing.tsx'

/** One training: where it stands, its curve, what came of it; beside another where the route names one. */
export function RunPage({ id, route }: { readonly id: string; readonly route: Route }) {
  const { t } = useLocale()
  const { can, client } = useSession()
  const [busy, setBusy] = useState(true)
  const [asking, setAsking] = useState(false)
  const how = busy ? { every: 1500 } : {}
  const run = useResource<Run>(paths.run(id), how)
  const curve = useResource<RunProgress>(paths.runProgress(id), how)
  const all = useResource<RunList>(paths.runs)
  const running = run.value === undefined || run.value.state === 'running'
  if (busy !== running) setBusy(running)
  useDetail(id)

  const others = (all.value?.runs ?? []).filter((one) => one.id !== id && one.losses.length > 1)
  const beside = others.find((one) => one.id === route.query.get('with'))?.id
  const other = useResource<Run>(beside === undefined ? undefined : paths.run(beside))
  const otherCurve = useResource<RunProgress>(beside === undefined ? undefined : paths.runProgress(beside))
  const mayCancel = run.value?.state === 'running' && !run.value.cancelling && can('models.change')
  return (
    <Page
      title={id}
      sub={
        run.value ? (
          <span className="row">
            {t(wordsFor(runKindTexts, run.value.kind))}
            <RunBadge run={run.value} />
          </span>
        ) : undefined
      }
      actions={
        <>
          {others.length > 0 ? (
            <select
              className="input narrow"
              aria-label={t(x.compareWith)}
              value={beside ?? ''}
              onChange={(event) => replaceQuery(route, { with: event.target.value })}
            >
              <option value="">{t(x.compareWith)}</option>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.id}
                </option>
              ))}
            </select>
          ) : null}
          {mayCancel ? (
            <button type="button" className="btn" onClick={() => setAsking(true)}>
              {t(x.cancel)}
            </button>
          ) : null}
        </>
      }
    >
      <Loaded resource={run} what={x.whatOne} rows={6}>
        {(shown) => (
          <div className="grid">
            <div className="c8 stack">
              <Standing run={shown} />
              <Loaded resource={curve} what={x.whatCurve} rows={5}>
                {(progress) => (
                  <>
                    <LossCard
                      points={progress.points}
                      other={
                        beside !== undefined && otherCurve.value
                          ? { id: beside, points: otherCurve.value.points }
                          : undefined
                      }
                    />
                    {beside !== undefined && other.value ? <DifferenceCard run={shown} other={other.value} /> : null}
                    <SideCurves progress={progress} />
                  </>
                )}
              </Loaded>
              {shown.perClass ? (
                <Card title={t(x.perClass)} sub={t(x.perClassSub)} flush>
                  <PerClassTable perClass={shown.perClass} />
                </Card>
              ) : null}
              {shown.card && shown.card.examples.length > 0 ? (
                <Card title={t(x.examples)} sub={t(x.examplesSub)}>
                  <dl className="kv">
                    {shown.card.examples.map(({ given, made }) => (
                      <Fragment key={given}>
                        <dt className="break">{given}</dt>
                        <dd>{made}</dd>
                      </Fragment>
                    ))}
                  </dl>
                </Card>
              ) : null}
            </div>
            <div className="c4 stack">
              <RunFacts run={shown} />
            </div>
          </div>
        )}
      </Loaded>
      {asking ? (
        <Confirm
          title={t(x.cancelTitle(id))}
          consequence={t(x.cancelWhy)}
          confirmText={t(x.cancelConfirm)}
          danger
          onConfirm={async () => {
            await client.send('POST', paths.cancelRun(id))
            run.reload()
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Page>
  )
}
