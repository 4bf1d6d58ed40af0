import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Select } from '../../components/select.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { metricEditorTexts as x } from '../../texts/metric-texts.ts'
import { comparisons, type DraftFilter, type DraftSelection } from './metric-draft.ts'

export interface SelectionFieldsProps {
  readonly selection: DraftSelection
  /** May be left empty: whatever people do. */
  readonly anything?: boolean
  readonly onSelection: (selection: DraftSelection) => void
}

/** Which events count: by kind, by name, and where properties are as they should. */
export function SelectionFields({ selection, anything = false, onSelection }: SelectionFieldsProps) {
  const { t, f } = useLocale()
  const { events, kinds, where } = selection
  const change = (key: number, part: Partial<DraftFilter>) =>
    onSelection({ ...selection, where: where.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  return (
    <>
      <div className="pair">
        <Field
          label={t(x.kindsOf)}
          hint={t(anything ? x.retentionOf : x.kindsHint)}
          className="input mono"
          value={kinds}
          onText={(text) => onSelection({ ...selection, kinds: text })}
        />
        <Field
          label={t(x.events)}
          hint={t(x.eventsHint)}
          value={events}
          onText={(text) => onSelection({ ...selection, events: text })}
        />
      </div>
      {where.map(({ key, property, is, value }, at) => (
        <fieldset key={key} className="with-button" aria-label={`${t(x.conditions)} ${f.count(at + 1)}`}>
          <div className="pair">
            <Field
              label={t(x.property)}
              className="input mono"
              required
              maxLength={100}
              value={property}
              onText={(text) => change(key, { property: text })}
            />
            <div className="mt3">
              <Select
                label={t(x.is)}
                value={is}
                options={comparisons.map((one) => ({ value: one, text: t(x.comparisons[one]) }))}
                onValue={(chosen) => change(key, { is: chosen as DraftFilter['is'] })}
              />
            </div>
            {is === 'exists' ? null : (
              <Field label={t(x.value)} required value={value} onText={(text) => change(key, { value: text })} />
            )}
          </div>
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t(x.removeCondition(f.count(at + 1)))}
            onClick={() => onSelection({ ...selection, where: where.filter((one) => one.key !== key) })}
          >
            <Icon name="cross" />
          </button>
        </fieldset>
      ))}
      <div className="mt2">
        <button
          type="button"
          className="btn small quiet"
          disabled={where.length >= 10}
          onClick={() =>
            onSelection({
              ...selection,
              where: [
                ...where,
                { key: Math.max(-1, ...where.map(({ key }) => key)) + 1, property: '', is: 'eq', value: '' },
              ],
            })
          }
        >
          <Icon name="plus" />
          {t(x.addCondition)}
        </button>
      </div>
    </>
  )
}
