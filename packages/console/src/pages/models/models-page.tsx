import type { ModelList } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'
import { ChangeList } from './change-list.tsx'
import { EvaluationsCard } from './evaluations-card.tsx'
import { ModelView } from './model-view.tsx'
import { RunCard } from './run-card.tsx'
import { SideBySideCard } from './side-by-side-card.tsx'
import { TrainSheet } from './train-sheet.tsx'

/** Which recommender is best; train, promote, roll back. */
export function ModelsPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const { can } = useSession()
  const changes = can('models.change')
  const [busy, setBusy] = useState(false)
  const models = useResource<ModelList>(paths.models, { every: busy ? 1000 : 5000 })
  const list = models.value?.models ?? []
  const running = list.flatMap((model) => model.versions.filter((version) => version.status === 'training'))
  if (busy !== running.length > 0) setBusy(running.length > 0)
  const model = list.find((entry) => entry.name === route.query.get('model')) ?? list[0]
  const training = route.query.get('do') === 'train' && changes
  const setTraining = (open: boolean) => replaceQuery(route, { do: open ? 'train' : undefined })
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        <>
          {list.length > 1 && model ? (
            <Segmented
              label={t(x.model)}
              value={model.name}
              options={list.map(({ name }) => ({ value: name, text: name }))}
              onChange={(name) => replaceQuery(route, { model: name })}
            />
          ) : null}
          {changes ? (
            <button type="button" className="btn primary" onClick={() => setTraining(true)}>
              <Icon name="plus" />
              {t(x.train)}
            </button>
          ) : null}
        </>
      }
    >
      <Loaded resource={models} what={x.what} rows={6}>
        {(shown) => (
          <div className="grid">
            {running.map((version) => (
              <RunCard key={`${version.name}${version.version}`} version={version} />
            ))}
            {model && model.versions.length > 0 ? (
              <ModelView key={model.name} model={model} onChange={models.reload} />
            ) : (
              <Card title={t(x.none)}>
                <div className="empty">
                  <p>{t(x.noneWhy)}</p>
                </div>
              </Card>
            )}
            <Card title={t(x.changes)} columns={5}>
              {shown.changes.length === 0 ? <p className="sm muted">{t(x.noChanges)}</p> : null}
              <ChangeList changes={shown.changes.slice(0, 12)} />
            </Card>
            <SideBySideCard models={list} />
            <EvaluationsCard />
          </div>
        )}
      </Loaded>
      {training && models.value ? (
        <TrainSheet
          names={list.map(({ name }) => name)}
          initial={model?.name ?? ''}
          onStarted={models.reload}
          onClose={() => setTraining(false)}
        />
      ) : null}
    </Page>
  )
}
