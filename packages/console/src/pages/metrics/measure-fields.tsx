import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import type { Text } from '../../texts/text.ts'
import type { DraftMeasure } from './metric-draft.ts'
import { SelectionFields } from './selection-fields.tsx'

const values = ['count', 'sum', 'max', 'any'] as const

export interface MeasureFieldsProps {
  readonly title: Text
  readonly measure: DraftMeasure
  readonly onMeasure: (measure: DraftMeasure) => void
}

/** A number of one person: how many events, or a sum or the largest of a property. */
export function MeasureFields({ title, measure, onMeasure }: MeasureFieldsProps) {
  const { t } = useLocale()
  const { of, value, property } = measure
  return (
    <fieldset className="mt4">
      <legend className="sm m">{t(title)}</legend>
      <div className="pair mt2">
        <Select
          label={t(x.measure)}
          value={value}
          options={values.map((one) => ({ value: one, text: t(x.measures[one]) }))}
          onValue={(chosen) => onMeasure({ ...measure, value: chosen as DraftMeasure['value'] })}
        />
        {value === 'sum' || value === 'max' ? (
          <div className="margin">
            <Field
              label={t(x.measureOf)}
              className="input mono"
              maxLength={100}
              value={property}
              onText={(text) => onMeasure({ ...measure, property: text })}
            />
          </div>
        ) : null}
      </div>
      <SelectionFields selection={of} onSelection={(selection) => onMeasure({ ...measure, of: selection })} />
    </fieldset>
  )
}
