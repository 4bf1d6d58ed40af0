import { Field } from '../../components/field.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import type { Text } from '../../texts/text.ts'
import type { MetricDraft } from './metric-draft.ts'

export interface MetricFieldsProps {
  readonly draft: MetricDraft
  readonly onDraft: (change: Partial<MetricDraft>) => void
}

interface Limits {
  readonly label: Text
  readonly hint?: Text
  readonly min?: number
  readonly max: number
  readonly step?: number | 'any'
  readonly required?: boolean
}

const numbers = {
  delayHours: { label: x.delay, max: 8760 },
  windowHours: { label: x.window, hint: x.windowHint, max: 8760, required: false },
  preDays: { label: x.preDays, max: 90, step: 1 },
  cap: { label: x.cap, hint: x.capHint, min: 50, max: 100, required: false },
  quantile: { label: x.quantile, max: 100 },
  fromDay: { label: x.fromDay, max: 364, step: 1 },
  toDay: { label: x.toDay, min: 1, max: 365, step: 1 },
} as const satisfies Partial<Record<keyof MetricDraft, Limits>>

export interface MetricNumberProps extends MetricFieldsProps {
  readonly of: keyof typeof numbers
}

/** One number of a metric. */
export function MetricNumber({ of, draft, onDraft }: MetricNumberProps) {
  const { t } = useLocale()
  const { label, hint, min = 0, step = 'any', required = true, ...limits }: Limits = numbers[of]
  return (
    <Field
      {...limits}
      label={t(label)}
      hint={hint && t(hint)}
      type="number"
      min={min}
      step={step}
      required={required}
      value={draft[of]}
      onText={(text) => onDraft({ [of]: text })}
    />
  )
}
