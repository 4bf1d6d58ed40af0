import type { MetricDefinition, MetricPreviewView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'

/** What the metric says of everybody who came lately, as its fields stand; what is wrong with it otherwise. */
export function MetricPreview({ metric }: { readonly metric: MetricDefinition }) {
  const { t, f } = useLocale()
  const { value: answer, problem } = useAnswer<MetricPreviewView>(paths.metricPreview, JSON.stringify(metric))
  return (
    <div className="preview mt4">
      <h3 className="sm m">{t(x.preview)}</h3>
      {problem ? <ProblemBanner problem={problem} what={x.previewUnknown} /> : null}
      {answer === undefined || problem ? null : (
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
