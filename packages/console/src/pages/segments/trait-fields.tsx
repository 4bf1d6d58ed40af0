import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { comparisonOps, segmentTexts as x } from '../../texts/segment-texts.ts'
import type { TraitRule } from './blocks.ts'

export interface TraitFieldsProps {
  readonly rule: TraitRule
  readonly traits: readonly string[]
  readonly onRule: (rule: TraitRule) => void
}

/** What reads as a number is one: an age is compared as a number, a city as a text. */
const typedValue = (text: string): string | number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)

function comparison(op: string, text: string): TraitRule['is'] {
  switch (op) {
    case 'exists':
      return { op }
    case 'contains':
      return { op, value: text || '?' }
    case '>=':
    case '<=':
      return { op, value: typedValue(text || '0') }
    case '!=':
      return { op, value: typedValue(text) }
    default:
      return { op: '=', value: typedValue(text) }
  }
}

/** A trait and what it is compared with. */
export function TraitFields({ rule, traits, onRule }: TraitFieldsProps) {
  const { t } = useLocale()
  const { name, is } = rule
  const value = 'value' in is ? String(is.value) : ''
  return (
    <div className="grid">
      <div className="c4 mt3">
        <Select
          label={t(x.trait)}
          value={name}
          options={[...new Set([...traits, name])].map((one) => ({ value: one, text: one }))}
          onValue={(next) => onRule({ ...rule, name: next })}
        />
      </div>
      <div className="c4 mt3">
        <Select
          label={t(x.compare)}
          value={is.op}
          options={Object.entries(comparisonOps).map(([op, text]) => ({ value: op, text: t(text) }))}
          onValue={(op) => onRule({ ...rule, is: comparison(op, value) })}
        />
      </div>
      {is.op === 'exists' ? null : (
        <div className="c4">
          <Field label={t(x.value)} value={value} onText={(text) => onRule({ ...rule, is: comparison(is.op, text) })} />
        </div>
      )}
    </div>
  )
}
