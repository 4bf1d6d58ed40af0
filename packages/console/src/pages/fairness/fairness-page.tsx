import type { Fairness, SegmentVocabulary } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Select } from '../../components/select.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { behaviourTexts } from '../../texts/behaviour-texts.ts'
import { fairnessTexts as x } from '../../texts/fairness-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { chosen, daysAgo, periods } from '../behaviour/periods.ts'
import { AlarmList } from './alarm-list.tsx'
import { ExposureCard } from './exposure-card.tsx'
import { PeopleCard } from './people-card.tsx'

const columns = ['brand', 'category', 'supplier'] as const
const merits = ['orders', 'views', 'items'] as const

/** Whether exposure is shared by merit, and whether groups of people fare alike; gaps with intervals, alarms first. */
export function FairnessPage({ route }: { readonly route: Route }) {
  const { t, f, language } = useLocale()
  const by = chosen(columns, route.query.get('by'), 'brand')
  const merit = chosen(merits, route.query.get('merit'), 'orders')
  const days = chosen(periods, route.query.get('days'), '28')
  const trait = route.query.get('trait')
  const traits = useResource<SegmentVocabulary>(paths.segmentVocabulary).value?.traits ?? []
  const from = daysAgo(Number(days), Date.now())
  const fairness = useResource<Fairness>(paths.fairness({ by, merit, trait, from }))
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
        <div className="pair">
          <Select
            label={t(x.by)}
            value={by}
            options={columns.map((value) => ({ value, text: t(x[value]) }))}
            onValue={(value) => replaceQuery(route, { by: value })}
          />
          <Select
            label={t(x.merit)}
            value={merit}
            options={merits.map((value) => ({ value, text: t(x[value]) }))}
            onValue={(value) => replaceQuery(route, { merit: value })}
          />
          <Select
            label={t(x.trait)}
            value={trait ?? ''}
            options={[
              { value: '', text: t(x.noTrait) },
              ...[...new Set([...traits, ...(trait === undefined ? [] : [trait])])].map((name) => ({
                value: name,
                text: name,
              })),
            ]}
            onValue={(value) => replaceQuery(route, { trait: value })}
          />
        </div>
        <Loaded resource={fairness} what={x.what} rows={8}>
          {(shown) => (
            <>
              <AlarmList alarms={shown.alarms} />
              <ExposureCard fairness={shown} />
              {shown.people === null ? null : <PeopleCard people={shown.people} />}
              {shown.warnings.map((warning) => (
                <p key={`${warning.code}${warning.group ?? ''}`} className="xs muted">
                  {warning[language]}
                </p>
              ))}
            </>
          )}
        </Loaded>
      </div>
    </Page>
  )
}
