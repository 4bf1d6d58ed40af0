import type { ModelList, Overview, Placement } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { offsetNow } from '../../format/utc-offset.ts'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { firstRunTexts, overviewTexts as x } from '../../texts/overview-texts.ts'
import { ChangesCard } from './changes-card.tsx'
import { DailyChartCard } from './daily-chart-card.tsx'
import { EffectCard } from './effect-card.tsx'
import { FirstRun, firstRunDone } from './first-run.tsx'
import { LoopStrip } from './loop-strip.tsx'
import { PlacementsCard } from './placements-card.tsx'
import { WaitingCard } from './waiting-card.tsx'

const periods = ['7', '28', '90'] as const

/** Does it work, and what waits for me? */
export function OverviewPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const days = periods.find((period) => period === route.query.get('days')) ?? '28'
  const overview = useResource<Overview>(paths.overview(Number(days), offsetNow()), { every: 10_000 })
  const models = useResource<ModelList>(paths.models, { every: 15_000 })
  const placements = useResource<{ placements: readonly Placement[] }>(paths.placements)
  const { value } = overview
  const empty = value !== undefined && value.totals.events === 0
  const range =
    value && !empty ? t(x.sub(days, f.day(Date.parse(value.from)), f.day(Date.parse(value.to) - 1))) : undefined
  return (
    <Page
      title={t(empty ? firstRunTexts.title : x.title)}
      {...(empty ? { sub: t(firstRunTexts.sub) } : range === undefined ? {} : { sub: range })}
      actions={
        empty ? undefined : (
          <>
            <Segmented
              label={t(x.period)}
              value={days}
              options={periods.map((period) => ({ value: period, text: t(x.days(period)) }))}
              onChange={(period) => replaceQuery(route, { days: period })}
            />
            <button type="button" className="btn" onClick={() => print()}>
              <Icon name="print" />
              {t(x.print)}
            </button>
          </>
        )
      }
    >
      <Loaded resource={overview} what={x.whatOverview} rows={6}>
        {(shown) => (
          <>
            {firstRunDone(shown) ? null : <FirstRun overview={shown} origin={location.origin} />}
            {shown.totals.events === 0 ? null : (
              <>
                <LoopStrip overview={shown} models={models.value} />
                <div className="grid">
                  <EffectCard overview={shown} />
                  <WaitingCard overview={shown} models={models.value} settings={placements.value?.placements} />
                  <DailyChartCard overview={shown} measure="ctr" />
                  <DailyChartCard overview={shown} measure="revenuePerThousand" />
                  <PlacementsCard overview={shown} />
                  <ChangesCard models={models.value} />
                </div>
              </>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}
