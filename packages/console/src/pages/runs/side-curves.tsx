import type { RunProgress } from 'attune/api-types'
import { LineChart } from '../../charts/line-chart.tsx'
import { digitsOf } from '../../charts/scale.ts'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { scoreTexts, wordsFor, runTexts as x } from '../../texts/run-texts.ts'
import { digitsFor } from './curve.ts'

const ink = { color: 'var(--accent)', ink: 'var(--ink)' } as const

/** What goes with the loss, each on a scale of its own: judgements where there are some, and the learning rate. */
export function SideCurves({ progress: { points, judgements, judgedBy } }: { readonly progress: RunProgress }) {
  const { t, f } = useLocale()
  const by = judgedBy === null ? t(x.judgement) : t(wordsFor(scoreTexts, judgedBy))
  const last = judgements.at(-1)
  const rate = (v: number) => f.decimal(v, Math.min(8, digitsFor(v)))
  return (
    <>
      {last && judgements.length > 1 ? (
        <Card title={t(x.judged(by))} sub={t(x.judgedSub)}>
          <LineChart
            height={160}
            sentence={t(x.judgedSentence(by, f.decimal(last.judgement, 4), f.count(last.step)))}
            xHead={t(x.step)}
            xLabels={judgements.map(({ step }) => f.count(step))}
            series={[{ key: 'judgement', name: by, values: judgements.map(({ judgement }) => judgement), ...ink }]}
            yFormat={(v, ticks) => f.decimal(v, digitsOf(ticks))}
            valueFormat={(v) => f.decimal(v, 4)}
            tableSummary={t(commonTexts.table)}
          />
        </Card>
      ) : null}
      {points.length > 1 ? (
        <Card title={t(x.learningRate)}>
          <LineChart
            height={140}
            sentence={t(
              x.learningRateSentence(rate(points[0]?.learningRate ?? 0), rate(points.at(-1)?.learningRate ?? 0)),
            )}
            xHead={t(x.step)}
            xLabels={points.map(({ step }) => f.count(step))}
            series={[
              { key: 'rate', name: t(x.learningRate), values: points.map(({ learningRate }) => learningRate), ...ink },
            ]}
            yFormat={(v, ticks) => f.decimal(v, digitsOf(ticks))}
            outliers={0}
            valueFormat={rate}
            tableSummary={t(commonTexts.table)}
          />
        </Card>
      ) : null}
    </>
  )
}
