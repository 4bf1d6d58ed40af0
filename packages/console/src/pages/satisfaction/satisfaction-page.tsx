import type { Satisfaction, SatisfactionGroup } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { behaviourTexts } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { satisfactionTexts as x } from '../../texts/satisfaction-texts.ts'
import { chosen, daysAgo, periods } from '../behaviour/periods.ts'
import { GroupsCard } from './groups-card.tsx'
import { PartsTable } from './parts-table.tsx'

const groupings = ['placement', 'item', 'segment'] as const

/** How satisfied people are, what tells it, and where it differs. */
export function SatisfactionPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const by = chosen(groupings, route.query.get('by'), 'placement')
  const days = chosen(periods, route.query.get('days'), '28')
  const satisfaction = useResource<Satisfaction>(paths.satisfaction(by, daysAgo(Number(days), Date.now())))
  return (
    <Page
      title={t(x.title)}
      sub={t(x.sub)}
      actions={
        <Segmented
          label={t(behaviourTexts.period)}
          value={days}
          options={periods.map((value) => ({ value, text: t(behaviourTexts.dayCount(f.count(Number(value)))) }))}
          onChange={(value) => replaceQuery(route, { days: value })}
        />
      }
    >
      <div className="stack">
        <div className="row">
          <Segmented
            label={t(x.by)}
            value={by}
            options={groupings.map((value) => ({ value, text: t(x[value]) }))}
            onChange={(value) => replaceQuery(route, { by: value })}
          />
        </div>
        <Loaded resource={satisfaction} what={x.what} rows={8}>
          {(shown) => (
            <>
              <WholeCard whole={shown.all} cut={shown.cut} />
              {shown.all.index === null ? null : <GroupsCard all={shown.all} groups={shown.groups} />}
            </>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function WholeCard({ whole, cut }: { readonly whole: SatisfactionGroup; readonly cut: boolean }) {
  const { t, f, language } = useLocale()
  const { index, people, coverage, warnings } = whole
  return (
    <Card title={t(x.all)}>
      {index === null ? (
        <div className="empty">
          <h3>{t(x.unknown)}</h3>
          <p>{t(x.unknownWhy)}</p>
        </div>
      ) : (
        <>
          <p className="headline">{f.decimal(100 * index.value, 0)}</p>
          <p className="soft">
            {t(x.headline(f.decimal(100 * index.value, 0), f.decimalRange(100 * index.low, 100 * index.high, 0)))}{' '}
            {t(x.rests(f.count(people), f.percent(coverage)))}
          </p>
          <PartsTable group={whole} />
        </>
      )}
      {warnings.map((warning) => (
        <p key={`${warning.code}${warning.part ?? ''}`} className="xs muted mt2">
          {warning[language]}
        </p>
      ))}
      {cut ? <p className="xs muted mt2">{t(x.cut)}</p> : null}
    </Card>
  )
}
