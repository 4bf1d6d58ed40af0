import type { MetricDefinition, MetricPreviewView } from 'attune/api-types'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../../api/api-problem.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import { useSettled } from '../experiments/use-settled.ts'

interface Known {
  readonly asked: string
  readonly answer?: MetricPreviewView
  readonly problem?: ApiProblem
}

/** What the metric says of everybody who came lately, as its fields stand; what is wrong with it otherwise. */
export function MetricPreview({ metric }: { readonly metric: MetricDefinition }) {
  const { t, f } = useLocale()
  const { client } = useSession()
  const asked = useSettled(JSON.stringify(metric), 700)
  const [known, setKnown] = useState<Known>()
  useEffect(() => {
    const abort = new AbortController()
    client.send<MetricPreviewView>('POST', paths.metricPreview, JSON.parse(asked), abort.signal).then(
      (answer) => setKnown({ asked, answer }),
      (error: unknown) => {
        if (!abort.signal.aborted && error instanceof ApiProblem) setKnown({ asked, problem: error })
      },
    )
    return () => abort.abort()
  }, [asked, client])
  const { answer, problem } = known?.asked === asked ? known : {}
  return (
    <div className="preview mt4">
      <h3 className="sm m">{t(x.preview)}</h3>
      {problem ? <ProblemBanner problem={problem} what={x.previewUnknown} /> : null}
      {answer === undefined ? null : (
        <>
          <p className="headline">
            {answer.value === null ? t(x.previewUnknown) : valueText(metric.kind, answer.value, f)}
          </p>
          <p className="xs muted">{t(x.previewOf(f.count(answer.people), f.count(answer.days)))}</p>
        </>
      )}
      {answer || problem ? null : <p className="sm soft">{t(x.counting)}</p>}
    </div>
  )
}

function valueText(kind: MetricDefinition['kind'], value: number, f: ReturnType<typeof useLocale>['f']): string {
  const isShare = kind === 'proportion' || kind === 'funnel' || kind === 'retention'
  return isShare ? f.percent(value, 2) : f.decimal(value, 2)
}
