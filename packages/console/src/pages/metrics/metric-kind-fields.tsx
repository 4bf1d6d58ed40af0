import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import { MeasureFields } from './measure-fields.tsx'
import { selectionDraft } from './metric-draft.ts'
import { type MetricFieldsProps, MetricNumber } from './metric-number.tsx'
import { SelectionFields } from './selection-fields.tsx'

/** What a metric of the chosen kind counts. */
export function MetricKindFields({ draft, onDraft }: MetricFieldsProps) {
  const { t } = useLocale()
  switch (draft.kind) {
    case 'proportion':
      return <SelectionFields selection={draft.of} onSelection={(of) => onDraft({ of })} />
    case 'mean':
      return <MeasureFields title={x.counts} measure={draft.measure} onMeasure={(measure) => onDraft({ measure })} />
    case 'quantile':
      return (
        <>
          <MeasureFields title={x.counts} measure={draft.measure} onMeasure={(measure) => onDraft({ measure })} />
          <MetricNumber of="quantile" draft={draft} onDraft={onDraft} />
        </>
      )
    case 'ratio':
      return (
        <>
          <MeasureFields title={x.numerator} measure={draft.measure} onMeasure={(measure) => onDraft({ measure })} />
          <MeasureFields
            title={x.denominator}
            measure={draft.denominator}
            onMeasure={(denominator) => onDraft({ denominator })}
          />
        </>
      )
    case 'funnel':
      return <StepFields draft={draft} onDraft={onDraft} />
    case 'retention':
      return (
        <>
          <div className="pair">
            <MetricNumber of="fromDay" draft={draft} onDraft={onDraft} />
            <MetricNumber of="toDay" draft={draft} onDraft={onDraft} />
          </div>
          <SelectionFields anything selection={draft.of} onSelection={(of) => onDraft({ of })} />
        </>
      )
    case 'revenue':
      return <p className="sm soft mt3">{t(x.revenueWords)}</p>
  }
}

function StepFields({ draft: { steps }, onDraft }: MetricFieldsProps) {
  const { t, f } = useLocale()
  return (
    <>
      {steps.map((step, at) => (
        <fieldset key={step.key} className="mt4">
          <legend className="sm m">{t(x.step(f.count(at + 1)))}</legend>
          <SelectionFields
            selection={step}
            onSelection={(changed) => onDraft({ steps: steps.map((one) => (one.key === step.key ? changed : one)) })}
          />
          <button
            type="button"
            className="btn small quiet"
            disabled={steps.length <= 2}
            onClick={() => onDraft({ steps: steps.filter(({ key }) => key !== step.key) })}
          >
            {t(x.removeStep(f.count(at + 1)))}
          </button>
        </fieldset>
      ))}
      <div className="mt3">
        <button
          type="button"
          className="btn small"
          disabled={steps.length >= 8}
          onClick={() =>
            onDraft({ steps: [...steps, selectionDraft(undefined, Math.max(...steps.map(({ key }) => key)) + 1)] })
          }
        >
          <Icon name="plus" />
          {t(x.addStep)}
        </button>
      </div>
    </>
  )
}
