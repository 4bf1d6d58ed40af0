import type { Satisfaction } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { EstimateTable } from '../../charts/estimate-table.tsx'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { satisfactionTexts as x } from '../../texts/satisfaction-texts.ts'
import { PeriodChoice } from '../behaviour/period-choice.tsx'
import { chosen, daysAgo, periods } from '../behaviour/periods.ts'

const ways = ['placement', 'item', 'segment'] as const
const scale = { domain: [0, 1] as const, ticks: [0, 0.5, 1] }

/** How satisfied people are, and what tells it. */
export function SatisfactionPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const days = chosen(periods, route.query.get('days'), '90')
  const by = chosen(ways, route.query.get('by'), 'placement')
  const satisfaction = useResource<Satisfaction>(paths.satisfaction(by, daysAgo(Number(days), Date.now())))
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        <>
          <Segmented
            label={t(x.by)}
            value={by}
            options={ways.map((value) => ({ value, text: t(x[value]) }))}
            onChange={(value) => replaceQuery(route, { by: value })}
          />
          <PeriodChoice route={route} days={days} />
        </>
      }
    >
      <Loaded resource={satisfaction} what={x.what} rows={8}>
        {(shown) => (
          <div className="stack">
            <PartsCard satisfaction={shown} />
            <GroupsCard satisfaction={shown} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function PartsCard({ satisfaction: { all, cut } }: { readonly satisfaction: Satisfaction }) {
  const { t, f, language } = useLocale()
  const percent = (value: number) => f.percent(value, 0)
  const range = (low: number, high: number) => f.percentRange(low, high, 0)
  if (all.index === null)
    return (
      <Card title={t(x.none)}>
        <div className="empty">
          <p>{t(x.noneWhy)}</p>
        </div>
      </Card>
    )
  const { value, low, high } = all.index
  return (
    <Card title={t(x.headline(f.percent(value, 0), f.percentRange(low, high, 0)))} sub={t(x.partsSub)} flush>
      <EstimateTable
        head={t(x.part)}
        columns={[t(x.people), t(x.weight)]}
        value={t(x.value)}
        {...scale}
        {...{ format: percent, range }}
        rows={all.parts.map(({ part, n, estimate, share }) => ({
          key: part,
          name: t(x[part]),
          cells: [f.count(n), f.percent(share, 0)],
          estimate,
          label: estimate ? t(x.plot(t(x[part]), percent(estimate.value), range(estimate.low, estimate.high))) : '',
        }))}
      />
      {all.warnings.map((warning) => (
        <p key={`${warning.code} ${warning.part}`} className="muted pad">
          {warning[language]}
        </p>
      ))}
      {cut ? <p className="muted pad">{t(x.cut)}</p> : null}
    </Card>
  )
}

function GroupsCard({ satisfaction: { by, groups } }: { readonly satisfaction: Satisfaction }) {
  const { t, f, language } = useLocale()
  const percent = (value: number) => f.percent(value, 0)
  const range = (low: number, high: number) => f.percentRange(low, high, 0)
  return (
    <Card title={t(x.groups[by])} flush>
      {groups.length === 0 ? (
        <p className="muted pad">{t(x.noGroups)}</p>
      ) : (
        <EstimateTable
          head={t(x[by])}
          columns={[t(x.people), t(x.known)]}
          value={t(x.title)}
          {...scale}
          {...{ format: percent, range }}
          rows={groups.map(({ key, title, people, coverage, index }) => {
            const name = title?.[language] || key
            return {
              key,
              name,
              cells: [f.count(people), f.percent(coverage, 0)],
              estimate: index,
              label: index ? t(x.plot(name, percent(index.value), range(index.low, index.high))) : '',
            }
          })}
        />
      )}
    </Card>
  )
}
