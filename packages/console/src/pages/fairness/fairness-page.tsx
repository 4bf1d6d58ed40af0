import type { Estimate, Fairness } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { EstimateTable } from '../../charts/estimate-table.tsx'
import type { Tone } from '../../charts/interval-plot.tsx'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Select } from '../../components/select.tsx'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { fairnessTexts as x } from '../../texts/fairness-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { chosen, daysAgo } from '../behaviour/periods.ts'

const columns = ['brand', 'category', 'supplier'] as const
const merits = ['orders', 'views', 'items'] as const
/** Far below what is merited, or reliably so. */
const toneOf = ({ high }: Estimate): Tone => (high < 0.8 ? 'bad' : 'none')

/** Whether what is shown is shared fairly. */
export function FairnessPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const by = chosen(columns, route.query.get('by'), 'brand')
  const merit = chosen(merits, route.query.get('merit'), 'orders')
  const trait = route.query.get('trait') ?? ''
  const known = useResource<{ readonly traits: readonly string[] }>(paths.segmentVocabulary)
  const fairness = useResource<Fairness>(paths.fairness(by, merit, trait, daysAgo(28, Date.now())))
  return (
    <Page title={t(x.title)} sub={t(x.sub)}>
      <div className="stack">
        <div className="row wrap">
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
            value={trait}
            options={[
              { value: '', text: t(x.nobody) },
              ...(known.value?.traits ?? []).map((name) => ({ value: name, text: name })),
            ]}
            onValue={(value) => replaceQuery(route, { trait: value })}
          />
        </div>
        <Loaded resource={fairness} what={x.what} rows={8}>
          {(shown) => (
            <>
              <AlarmsCard fairness={shown} />
              <ExposureCard fairness={shown} />
              <PeopleCards fairness={shown} />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function AlarmsCard({ fairness: { alarms, warnings } }: { readonly fairness: Fairness }) {
  const { t, f, language } = useLocale()
  return (
    <Card title={alarms.length === 0 ? t(x.noAlarm) : t(x.alarms(f.count(alarms.length)))}>
      {alarms.map((alarm) => (
        <p key={alarm.measure}>{alarm[language]}</p>
      ))}
      {warnings.map((warning) => (
        <p key={`${warning.code} ${warning.group}`} className="muted">
          {warning[language]}
        </p>
      ))}
    </Card>
  )
}

function ExposureCard({ fairness: { exposure, by } }: { readonly fairness: Fairness }) {
  const { t, f } = useLocale()
  const plain = (value: number) => value.toFixed(2)
  const range = (low: number, high: number) => `${plain(low)}–${plain(high)}`
  if (exposure === null)
    return (
      <Card title={t(x.exposure)}>
        <div className="empty">
          <p>{t(x.nothingSeen)}</p>
        </div>
      </Card>
    )
  return (
    <Card title={t(x.exposure)} sub={t(x.exposureSub)} flush>
      <EstimateTable
        head={t(x[by])}
        columns={[t(x.shareSeen), t(x.shareMerited)]}
        value={t(x.ratio)}
        domain={[0, 2]}
        ticks={[0, 1, 2]}
        reference={1}
        format={plain}
        range={range}
        rows={exposure.groups.map(({ group, exposureShare, meritShare, ratio, small }) => ({
          key: group ?? '',
          name: group ?? t(x.rest),
          note: small ? t(x.small) : undefined,
          cells: [f.percent(exposureShare.value, 1), f.percent(meritShare, 1)],
          estimate: ratio,
          ...(ratio && !small ? { tone: toneOf(ratio) } : {}),
          label: ratio ? t(x.plot(group ?? t(x.rest), plain(ratio.value), range(ratio.low, ratio.high))) : '',
        }))}
      />
    </Card>
  )
}

function PeopleCards({ fairness: { people } }: { readonly fairness: Fairness }) {
  const { t, f } = useLocale()
  const percent = (value: number) => f.percent(value, 1)
  const range = (low: number, high: number) => f.percentRange(low, high, 1)
  return (people?.measures ?? []).map(({ measure, groups, ratio }) => (
    <Card
      key={measure}
      title={t(x[measure])}
      flush
      {...(ratio && {
        sub: t(x.leastOverMost(ratio.value.toFixed(2), `${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}`)),
      })}
    >
      <EstimateTable
        head={people?.trait ?? ''}
        columns={[t(x.people)]}
        value={t(x.share)}
        domain={[0, 1]}
        ticks={[0, 0.5, 1]}
        {...{ format: percent, range }}
        rows={groups.map(({ group, people: own, rate, small }) => ({
          key: group,
          name: group,
          note: small ? t(x.small) : undefined,
          cells: [f.count(own)],
          estimate: rate,
          label: rate ? t(x.plot(group, percent(rate.value), range(rate.low, rate.high))) : '',
        }))}
      />
    </Card>
  ))
}
