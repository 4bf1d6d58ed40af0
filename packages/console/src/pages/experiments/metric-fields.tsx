import type { Metric } from 'attune/api-types'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { experimentFormTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { ExperimentDraft, MetricRole } from './experiment-draft.ts'
import { metricTitle } from './metric-title.ts'

const roles = [
  ['unused', x.unused],
  ['goal', x.asGoal],
  ['guardrail', x.asGuardrail],
] as const

export interface MetricFieldsProps {
  readonly draft: ExperimentDraft
  readonly metrics: readonly Metric[]
  readonly onDraft: (change: Partial<ExperimentDraft>) => void
}

/** The metric that the decision goes by, and what is looked at beside it. */
export function MetricFields({ draft, metrics, onDraft }: MetricFieldsProps) {
  const { t, language } = useLocale()
  const ids = [...new Set([...metrics.map(({ id }) => id), draft.main, ...Object.keys(draft.roles)])]
  const nameOf = (id: string): string =>
    metricTitle(metrics.find((one) => one.id === id) ?? { id, title: '' }, language)
  return (
    <>
      <Select
        label={t(x.main)}
        value={draft.main}
        options={ids.map((id) => ({ value: id, text: nameOf(id) }))}
        onValue={(main) => onDraft({ main })}
      />
      <h3 className="sm mt4">{t(x.others)}</h3>
      {ids
        .filter((id) => id !== draft.main)
        .map((id) => (
          <div key={id} className="pair mt3">
            <Select
              label={nameOf(id)}
              value={draft.roles[id] ?? 'unused'}
              options={roles.map(([value, text]) => ({ value, text: t(text) }))}
              onValue={(value) => onDraft({ roles: { ...draft.roles, [id]: value as MetricRole } })}
            />
            {draft.roles[id] === 'guardrail' ? (
              <div className="margin">
                <Field
                  label={t(x.margin(nameOf(id)))}
                  type="number"
                  min="0"
                  max="100"
                  step="any"
                  required
                  value={draft.margins[id] ?? '2'}
                  onText={(text) => onDraft({ margins: { ...draft.margins, [id]: text } })}
                />
              </div>
            ) : null}
          </div>
        ))}
    </>
  )
}
