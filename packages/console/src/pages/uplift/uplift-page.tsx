import type { Metric, UpliftList, UpliftSummary } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { failureText, upliftTexts as x } from '../../texts/uplift-texts.ts'
import { outcomeName } from './outcome-words.ts'
import { TrainSheet } from './train-sheet.tsx'
import { UpliftModelPage } from './uplift-model-page.tsx'

/** Whom treatments move: all models, or one of them. */
export function UpliftPage({ route }: { readonly route: Route }) {
  const [, id] = route.path
  return id === undefined ? <AllModels route={route} /> : <UpliftModelPage key={id} id={id} />
}

const trainingMs = 2_000

function AllModels({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const { can } = useSession()
  const experiment = route.query.get('train')
  const [opened, setOpened] = useState(experiment !== undefined && can('models.change'))
  const [watching, setWatching] = useState(false)
  const list = useResource<UpliftList>(paths.uplift, watching ? { every: trainingMs } : {})
  const isTraining = list.value?.models.some(({ state }) => state === 'running') === true
  if (isTraining !== watching && list.value !== undefined) setWatching(isTraining)
  const metrics = useResource<{ metrics: Metric[] }>(paths.metrics).value?.metrics ?? []
  const button = can('models.change') ? (
    <button type="button" className="btn primary" onClick={() => setOpened(true)}>
      {t(x.train)}
    </button>
  ) : undefined
  return (
    <Page title={t(x.title)} sub={t(x.sub)} actions={list.value && list.value.models.length > 0 ? button : undefined}>
      <div className="stack">
        <Loaded resource={list} what={x.what} rows={6}>
          {({ models }) =>
            models.length === 0 ? (
              <Card title={t(x.none)}>
                <div className="empty">
                  <p>{t(x.noneWhy)}</p>
                  <div className="row wrap">
                    {button}
                    <a className="btn" href={href(['experiments'])}>
                      {t(x.toExperiments)}
                    </a>
                  </div>
                </div>
              </Card>
            ) : (
              <ModelsTable models={models} metrics={metrics} />
            )
          }
        </Loaded>
      </div>
      {opened ? (
        <TrainSheet
          metrics={metrics}
          experiment={experiment}
          onClose={() => {
            setOpened(false)
            replaceQuery(route, { train: undefined })
          }}
          onBegun={list.reload}
        />
      ) : null}
    </Page>
  )
}

function ModelsTable({
  models,
  metrics,
}: {
  readonly models: readonly UpliftSummary[]
  readonly metrics: readonly Metric[]
}) {
  const { t, f, language } = useLocale()
  return (
    <Card title={t(x.models)} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.model)}</th>
              <th scope="col">{t(x.from)}</th>
              <th scope="col" className="opt">
                {t(x.outcome)}
              </th>
              <th scope="col" className="num">
                {t(x.people)}
              </th>
              <th scope="col" className="num">
                {t(x.order)}
              </th>
              <th scope="col" className="num opt">
                {t(x.made)}
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model.id}>
                <th scope="row">
                  <a href={href(['uplift', model.id])}>{t(x.against(model.treatment, model.control))}</a>
                  <small className="mono break">{model.id}</small>
                </th>
                <td data-label={t(x.from)}>
                  {t(model.of.by === 'experiment' ? x.experimentNamed(model.of.id) : x.placementNamed(model.of.id))}
                </td>
                <td className="opt" data-label={t(x.outcome)}>
                  {t(x.within(t(outcomeName(model, metrics, language)), f.count(model.days)))}
                </td>
                <td className="num" data-label={t(x.people)}>
                  {model.people === null ? '–' : f.count(model.people)}
                </td>
                <td className="num m" data-label={t(x.order)}>
                  <QiniCell model={model} />
                </td>
                <td className="num opt" data-label={t(x.made)}>
                  {f.moment(Date.parse(model.createdAt))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function QiniCell({ model: { state, qini, failure } }: { readonly model: UpliftSummary }) {
  const { t, f } = useLocale()
  if (state === 'running')
    return (
      <span className="badge">
        <i className="dot" />
        {t(x.training)}
      </span>
    )
  if (state !== 'finished')
    return (
      <>
        <span className="badge bad">{t(x.broken)}</span>
        {failure ? <small>{t(failureText(failure))}</small> : null}
      </>
    )
  if (qini === null) return '–'
  return (
    <>
      {f.signedDecimal(qini.value, 3)}
      <small>{f.signedRange(qini.low, qini.high, 3)}</small>
    </>
  )
}
