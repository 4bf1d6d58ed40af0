import type { AttributionView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { attributionTexts as x } from '../../texts/attribution-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { PeriodChoice } from '../behaviour/period-choice.tsx'
import { chosen, daysAgo, periods } from '../behaviour/periods.ts'
import { CreditsCard } from './credits-card.tsx'
import { TruthCard } from './truth-card.tsx'

const touchedBy = ['channel', 'campaign', 'placement'] as const
const touches = ['click', 'exposure'] as const

/** Credit for orders by seven methods, beside what experiments measured. */
export function AttributionPage({ route }: { readonly route: Route }) {
  const { t, language } = useLocale()
  const by = chosen(touchedBy, route.query.get('by'), 'channel')
  const touch = chosen(touches, route.query.get('touch'), 'click')
  const days = chosen(periods, route.query.get('days'), '28')
  const report = useResource<AttributionView>(paths.attribution({ by, touch, from: daysAgo(Number(days), Date.now()) }))
  return (
    <Page title={t(x.title)} sub={t(x.sub)} actions={<PeriodChoice route={route} days={days} />}>
      <div className="stack">
        <div className="row wrap">
          <Segmented
            label={t(x.by)}
            value={by}
            options={touchedBy.map((value) => ({ value, text: t(x[value]) }))}
            onChange={(value) => replaceQuery(route, { by: value })}
          />
          {by === 'placement' ? (
            <Segmented
              label={t(x.touch)}
              value={touch}
              options={touches.map((value) => ({ value, text: t(x[value]) }))}
              onChange={(value) => replaceQuery(route, { touch: value })}
            />
          ) : null}
        </div>
        <Loaded resource={report} what={x.what} rows={8}>
          {(shown) => (
            <>
              {shown.warnings.map((warning) => (
                <div key={warning.code} className="banner warn" role="note">
                  {warning[language]}
                </div>
              ))}
              {shown.channels.length === 0 ? null : <CreditsCard report={shown} />}
              <TruthCard report={shown} />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  )
}
