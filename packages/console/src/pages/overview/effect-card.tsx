import type { Effect, Overview } from 'attune/api-types'
import { Bar } from '../../charts/bar.tsx'
import { IntervalList } from '../../charts/interval-list.tsx'
import { toneOf } from '../../charts/interval-plot.tsx'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { intervalDigits } from '../../format/interval-digits.ts'
import { variationName } from '../../format/variation-name.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { metricTexts, overviewTexts as x } from '../../texts/overview-texts.ts'
import { distanceToVerdict } from './distance-to-verdict.ts'

/** The answer of the page: what personalising changed, and how sure that is. */
export function EffectCard({ overview }: { readonly overview: Overview }) {
  const { t, f, language } = useLocale()
  const { effect } = overview
  if (!effect)
    return (
      <Card title={t(x.noControlTitle)} columns={8}>
        <div className="empty">
          <svg className="iv tone-none" style={{ width: 220 }} aria-hidden="true">
            <line className="zero" x1="30%" x2="30%" y1="-6" y2="30" />
            <line className="w95" x1="10%" x2="90%" y1="12" y2="12" strokeDasharray="3 4" />
          </svg>
          <h3>{t(x.noControl)}</h3>
          <p>{t(x.noControlWhy)}</p>
          <a className="btn mt2" href="#/placements">
            {t(x.setControl)}
          </a>
        </div>
      </Card>
    )

  const arms = [variationName(effect.treatment, language), variationName(effect.control, language)] as const
  const people = effect.persons.treatment + effect.persons.control
  const head = effect.effects.find((e) => e.metric === 'clicksPerPerson') ?? effect.effects[0]
  const uneven = effect.sampleRatioP < 0.001
  return (
    <Card
      columns={8}
      title={t(x.against(arms[0], arms[1]))}
      sub={t(x.effectSub(effect.placement, f.percent(people > 0 ? effect.persons.control / people : 0)))}
    >
      {uneven ? (
        <div className="banner bad" style={{ marginBottom: 16 }}>
          <Icon name="warn" />
          <div className="grow">
            <b>{t(x.ratioBroken)}</b> {t(x.ratioBrokenWhy(effect.sampleRatioP.toExponential(0)))}
          </div>
        </div>
      ) : null}
      {head ? <Headline effect={head} treatment={effect.treatment} days={overview.days} /> : null}
      <div className="mt4">
        <IntervalList
          rows={effect.effects.map((e) => ({ key: e.metric, label: t(metricTexts[e.metric]), estimate: e.lift }))}
          value={(e) => f.change(e.value, intervalDigits(e.low, e.high))}
          range={(e) => f.changeRange(e.low, e.high, intervalDigits(e.low, e.high))}
          tick={(value) => f.change(value, Math.abs(value) < 0.01 && value !== 0 ? 1 : 0)}
          intervalWord={t(commonTexts.interval)}
        />
      </div>
      <div className="card-foot">{t(x.effectFoot(f.count(people), f.count(effect.persons.control)))}</div>
    </Card>
  )
}

interface HeadlineProps {
  readonly effect: Effect
  readonly treatment: string
  readonly days: number
}

function Headline({ effect, treatment, days }: HeadlineProps) {
  const { t, f, language } = useLocale()
  const { value, low, high } = effect.lift
  const digits = intervalDigits(low, high)
  const tone = toneOf(effect.lift)
  const range = f.changeRange(low, high, digits)
  const share = f.percent(Math.abs(value), digits)
  const plain = treatment === 'personalised' && value > 0
  const said = plain
    ? x.clickedMore(share)
    : value > 0
      ? x.moreOf(variationName(treatment, language), share)
      : x.lessOf(variationName(treatment, language), share)
  const distance = tone === 'none' ? distanceToVerdict(effect.lift, days) : undefined
  return (
    <>
      <div className="row wrap" style={{ gap: '4px 20px', alignItems: 'baseline' }}>
        <div className={`headline ${tone === 'none' ? 'soft' : tone}`}>
          {f.change(value, digits)}
          <span className="unit">
            {' '}
            {t(effect.metric === 'clicksPerPerson' ? x.clicksUnit : metricTexts[effect.metric])}
          </span>
        </div>
        <p className="soft" style={{ flex: 1, minWidth: 220 }}>
          {tone === 'none' ? (
            t(x.undecided(range))
          ) : (
            <>
              <b>{t(said)}</b> {t(x.roomless(value > 0 ? f.percentRange(low, high, digits) : range))}
            </>
          )}
        </p>
      </div>
      {distance ? (
        <div className="row sm mt3">
          <div className="grow">
            <Bar share={distance.share} grey />
          </div>
          <span className="muted">
            {distance.days === undefined
              ? t(x.distanceFar(f.percent(distance.share)))
              : t(x.distance(f.percent(distance.share), f.count(distance.days)))}
          </span>
        </div>
      ) : null}
    </>
  )
}
