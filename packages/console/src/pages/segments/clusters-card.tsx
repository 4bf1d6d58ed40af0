import type { Clusters } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Select } from '../../components/select.tsx'
import { clusterTexts as x } from '../../texts/cluster-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ClustersView } from './clusters-view.tsx'

const numbers = ['', '2', '3', '4', '5', '6', '8', '10', '12']

/** Groups that nobody wrote a rule for: found among everybody, with what is special about each. */
export function ClustersCard() {
  const { t, f, language } = useLocale()
  const { client, can } = useSession()
  const [method, setMethod] = useState<Clusters['method']>('kmeans')
  const [k, setK] = useState('')
  const last = useResource<{ result: Clusters | null }>(paths.clusters)
  const find = useAction(async () => {
    await client.send<Clusters>('POST', paths.clusters, { method, language, ...(k === '' ? {} : { k: Number(k) }) })
    last.reload()
  })
  const result = last.value?.result ?? undefined
  return (
    <Card
      title={t(x.title)}
      {...(result
        ? { sub: t(x.sub(f.count(result.people), f.count(result.among), f.day(Date.parse(result.at)))) }
        : {})}
    >
      {can('segments.change') ? (
        <div className="row wrap">
          <Select
            label={t(x.method)}
            value={method}
            options={(['kmeans', 'gaussian'] as const).map((value) => ({ value, text: t(x[value]) }))}
            onValue={(value) => setMethod(value === 'gaussian' ? 'gaussian' : 'kmeans')}
          />
          <Select
            label={t(x.howMany)}
            value={k}
            options={numbers.map((value) => ({ value, text: value === '' ? t(x.chosen) : value }))}
            onValue={setK}
          />
          <button type="button" className="btn small" disabled={find.busy} onClick={() => find.run()}>
            {t(find.busy ? x.finding : result ? x.findAgain : x.find)}
          </button>
        </div>
      ) : null}
      {find.problem ? <ProblemBanner problem={find.problem} /> : null}
      <Loaded resource={last} what={x.what} rows={6}>
        {({ result: found }) =>
          found === null ? <p className="sm soft mt3">{t(x.none)}</p> : <ClustersView clusters={found} />
        }
      </Loaded>
    </Card>
  )
}
