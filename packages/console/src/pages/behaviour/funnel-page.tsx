import type { Funnel } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Select } from '../../components/select.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { behaviourTexts, funnelTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { BreakdownSelect, breakdownOf } from './breakdown-select.tsx'
import { FunnelTable } from './funnel-table.tsx'
import { PeriodChoice } from './period-choice.tsx'
import { chosen, daysAgo, periods } from './periods.ts'
import { StepList } from './step-list.tsx'

const windows = { hour: 1, day: 24, week: 168, month: 720 } as const
const windowNames = ['hour', 'day', 'week', 'month'] as const
const orders = ['loose', 'strict'] as const

/** How far people get: steps to write, and the funnel that comes of them. */
export function FunnelPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const days = chosen(periods, route.query.get('days'), '28')
  const window = chosen(windowNames, route.query.get('window'), 'week')
  const order = chosen(orders, route.query.get('order'), 'loose')
  const by = route.query.get('by') ?? ''
  const [steps, setSteps] = useState<readonly string[]>(
    () => route.query.get('steps')?.split('\n') ?? [x.first, x.second, x.third].map(t),
  )
  const breakdown = breakdownOf(by)
  const question = steps.every((step) => step.trim() !== '')
    ? JSON.stringify({
        steps: steps.map((text) => ({ text })),
        from: daysAgo(Number(days), Date.now()),
        windowHours: windows[window],
        order,
        ...(breakdown && { by: breakdown }),
      })
    : undefined
  const funnel = useAnswer<Funnel>(paths.funnel, question)
  const change = (next: readonly string[]) => {
    setSteps(next)
    replaceQuery(route, { steps: next.join('\n') })
  }
  return (
    <Page title={t(x.title)} sub={t(x.sub)} actions={<PeriodChoice route={route} days={days} />}>
      <div className="stack">
        <Card title={t(x.steps)}>
          <StepList steps={steps} onSteps={change} />
          <div className="row wrap mt3">
            <Select
              label={t(x.window)}
              value={window}
              options={windowNames.map((value) => ({ value, text: t(x[value]) }))}
              onValue={(value) => replaceQuery(route, { window: value })}
            />
            <Select
              label={t(x.order)}
              value={order}
              options={orders.map((value) => ({ value, text: t(x[value]) }))}
              onValue={(value) => replaceQuery(route, { order: value })}
            />
            <BreakdownSelect value={by} onValue={(value) => replaceQuery(route, { by: value })} />
          </div>
        </Card>
        <Loaded resource={funnel} what={x.what} rows={6}>
          {(shown) => <FunnelCards funnel={shown} />}
        </Loaded>
      </div>
    </Page>
  )
}

function FunnelCards({ funnel: { steps, groups, warnings } }: { readonly funnel: Funnel }) {
  const { t, f, language } = useLocale()
  const last = steps.at(-1)?.ofFirst ?? null
  return (
    <>
      <Card
        title={
          last === null ? t(x.tooFew) : t(x.headline(f.percent(last.value, 1), f.percentRange(last.low, last.high, 1)))
        }
        flush
      >
        <FunnelTable steps={steps} />
        {warnings.map((warning) => (
          <p key={warning.code} className="muted pad">
            {warning[language]}
          </p>
        ))}
      </Card>
      {(groups ?? []).map(({ name, steps: own }) => (
        <Card key={name ?? ''} title={name ?? t(behaviourTexts.rest)} flush>
          <FunnelTable steps={own} />
        </Card>
      ))}
    </>
  )
}
