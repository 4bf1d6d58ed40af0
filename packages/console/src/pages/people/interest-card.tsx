import type { Interest } from 'attune/api-types'
import { IntervalAxis, IntervalPlot } from '../../charts/interval-plot.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'
import type { Text } from '../../texts/text.ts'
import { InterestEvidence } from './interest-evidence.tsx'

const most = 8
const whole = [0, 1] as const

export interface InterestCardProps {
  readonly title: Text
  readonly interests: readonly Interest[]
  readonly halfLifeDays: number
  /** Undefined for who may not put it right. */
  readonly onSay: ((name: string, said: 'hide' | 'confirm' | null) => void) | undefined
}

/** Interests on one scale, with what each rests on where somebody asks. */
export function InterestCard({ title, interests, halfLifeDays, onSay }: InterestCardProps) {
  const { t, f } = useLocale()
  return (
    <Card title={t(title)} sub={t(x.interestsSub(f.count(halfLifeDays)))}>
      {interests.length === 0 ? <p className="sm muted">{t(x.noInterests)}</p> : null}
      {interests.slice(0, most).map((interest) => (
        <div key={interest.name}>
          <div className="iv-row">
            <div className="lab">
              {interest.name}
              {interest.trend === 'steady' ? null : <small>{t(x[interest.trend])}</small>}
            </div>
            <div className="plot">
              <IntervalPlot
                estimate={{ value: interest.share, low: interest.low, high: interest.high }}
                domain={whole}
                tone="none"
                label={`${interest.name}: ${f.percent(interest.share)}, ${t(commonTexts.interval)} ${f.percentRange(interest.low, interest.high)}`}
              />
            </div>
            <div className="val">
              {f.percent(interest.share)}
              <small>{f.percentRange(interest.low, interest.high)}</small>
            </div>
          </div>
          <InterestEvidence interest={interest} onSay={onSay} />
        </div>
      ))}
      {interests.length === 0 ? null : (
        <div className="iv-row axis">
          <div className="lab" />
          <div className="plot">
            <IntervalAxis domain={whole} ticks={[0, 0.25, 0.5, 0.75, 1]} format={(value) => f.percent(value)} />
          </div>
          <div className="val" />
        </div>
      )}
    </Card>
  )
}
