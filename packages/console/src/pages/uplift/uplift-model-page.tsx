import type { Metric, UpliftDetail } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { failureText, upliftTexts as x } from '../../texts/uplift-texts.ts'
import { ChecksCard } from './checks-card.tsx'
import { DriversCard } from './drivers-card.tsx'
import { GroupsCard } from './groups-card.tsx'
import { outcomeName } from './outcome-words.ts'
import { QiniCard } from './qini-card.tsx'
import { TargetsCard } from './targets-card.tsx'

const trainingMs = 2_000

/** One model: whether its order holds, whom it pays to treat, and whether it can be believed. */
export function UpliftModelPage({ id }: { readonly id: string }) {
  const { t, f, language } = useLocale()
  const { client, can } = useSession()
  const [asking, setAsking] = useState(false)
  const [watching, setWatching] = useState(true)
  const model = useResource<UpliftDetail>(paths.upliftModel(id), watching ? { every: trainingMs } : {})
  if (watching && model.value !== undefined && model.value.state !== 'running') setWatching(false)
  const metrics = useResource<{ metrics: Metric[] }>(paths.metrics).value?.metrics ?? []
  const shown = model.value
  useDetail(shown ? t(x.against(shown.treatment, shown.control)) : undefined)
  const sub =
    shown === undefined
      ? undefined
      : t(
          x.learntFrom(
            t(shown.of.by === 'experiment' ? x.experimentNamed(shown.of.id) : x.placementNamed(shown.of.id)),
            t(outcomeName(shown, metrics, language)),
            f.count(shown.days),
            shown.people === null ? '–' : f.count(shown.people),
          ),
        )
  return (
    <Page
      title={shown ? t(x.against(shown.treatment, shown.control)) : t(x.title)}
      sub={sub}
      actions={
        <>
          <a className="btn" href={href(['uplift'])}>
            {t(x.all)}
          </a>
          {can('models.change') && shown && shown.state !== 'running' ? (
            <button type="button" className="btn" onClick={() => setAsking(true)}>
              {t(x.remove)}
            </button>
          ) : null}
        </>
      }
    >
      <div className="stack">
        <Loaded resource={model} what={x.whatOne} rows={8}>
          {(one) =>
            one.report === null ? (
              <Card title={t(one.state === 'running' ? x.training : x.broken)}>
                <p>
                  {t(
                    one.state === 'running'
                      ? x.trainingWhy
                      : one.failure
                        ? x.failed(t(failureText(one.failure)))
                        : x.brokenWhy,
                  )}
                </p>
              </Card>
            ) : (
              <>
                {one.report.warnings.map(({ code, text }) => (
                  <div key={code} className="banner warn" role="note">
                    {text[language]}
                  </div>
                ))}
                <div className="grid">
                  <div className="c7 stack">
                    <QiniCard model={one} report={one.report} />
                    <GroupsCard model={one} report={one.report} />
                  </div>
                  <div className="c5 stack">
                    <TargetsCard model={one} />
                    <DriversCard model={one} report={one.report} />
                  </div>
                </div>
                <ChecksCard model={one} report={one.report} />
              </>
            )
          }
        </Loaded>
      </div>
      {asking ? (
        <Confirm
          title={t(x.removeTitle(id))}
          consequence={t(x.removeWhy)}
          confirmText={t(commonTexts.remove)}
          danger
          onConfirm={async () => {
            await client.send('DELETE', paths.upliftModel(id))
            location.hash = href(['uplift'])
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Page>
  )
}
