import type { Retention } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Select } from '../../components/select.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { funnelTexts, retentionTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { BreakdownSelect, breakdownOf } from './breakdown-select.tsx'
import { PeriodChoice } from './period-choice.tsx'
import { chosen, daysAgo, periods } from './periods.ts'
import { RetentionMap } from './retention-map.tsx'

const units = ['day', 'week', 'month'] as const
const modes = ['on', 'from'] as const
/** Columns that fit beside each other. */
const columns = { day: 14, week: 12, month: 12 } as const

/** Whether people come back. */
export function RetentionPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const days = chosen(periods, route.query.get('days'), '28')
  const period = chosen(units, route.query.get('period'), 'day')
  const mode = chosen(modes, route.query.get('mode'), 'on')
  const by = route.query.get('by') ?? ''
  const [first, setFirst] = useState(() => route.query.get('first') ?? t(funnelTexts.first))
  const [again, setAgain] = useState(() => route.query.get('again') ?? t(funnelTexts.first))
  const cohorts = breakdownOf(by)
  const question =
    first.trim() === '' || again.trim() === ''
      ? undefined
      : JSON.stringify({
          first: { text: first },
          again: { text: again },
          from: daysAgo(Number(days), Date.now()),
          ...{ period, mode, periods: columns[period] },
          ...(cohorts && { cohorts }),
        })
  const retention = useAnswer<Retention>(paths.retention, question)
  return (
    <Page title={t(x.title)} sub={t(x.sub)} actions={<PeriodChoice route={route} days={days} />}>
      <div className="stack">
        <Card title={t(x.counted)}>
          <Field
            label={t(x.first)}
            value={first}
            onText={(text) => {
              setFirst(text)
              replaceQuery(route, { first: text })
            }}
          />
          <Field
            label={t(x.again)}
            value={again}
            onText={(text) => {
              setAgain(text)
              replaceQuery(route, { again: text })
            }}
          />
          <div className="row wrap mt3">
            <Select
              label={t(x.period)}
              value={period}
              options={units.map((value) => ({ value, text: t(x[value]) }))}
              onValue={(value) => replaceQuery(route, { period: value })}
            />
            <Select
              label={t(x.mode)}
              value={mode}
              options={modes.map((value) => ({ value, text: t(x[value]) }))}
              onValue={(value) => replaceQuery(route, { mode: value })}
            />
            <BreakdownSelect value={by} onValue={(value) => replaceQuery(route, { by: value })} />
          </div>
        </Card>
        <Loaded resource={retention} what={x.what} rows={8}>
          {(shown) => <MapCard retention={shown} />}
        </Loaded>
      </div>
    </Page>
  )
}

function MapCard({ retention }: { readonly retention: Retention }) {
  const { t, f, language } = useLocale()
  const { all, period, warnings } = retention
  const share = all[1]?.share ?? null
  return (
    <Card
      title={
        share === null
          ? t(x.notYet)
          : t(x.headline[period](f.percent(share.value, 0), f.percentRange(share.low, share.high, 0)))
      }
      sub={t(x.mapSub[period])}
      flush
    >
      <RetentionMap retention={retention} />
      {warnings.map((warning) => (
        <p key={warning.code} className="muted pad">
          {warning[language]}
        </p>
      ))}
    </Card>
  )
}
