import { Field } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { doingTexts, segmentTexts as x } from '../../texts/segment-texts.ts'
import type { EventsRule } from './blocks.ts'

const windowDays = [7, 14, 30, 90, 180, 365]

export interface DoingFieldsProps {
  readonly rule: EventsRule
  readonly categories: readonly string[]
  readonly onRule: (rule: EventsRule) => void
}

/** What was done, with which category, when and how often. */
export function DoingFields({ rule, categories, onRule }: DoingFieldsProps) {
  const { t, f } = useLocale()
  const { doing, window, number } = rule
  const kind = typeof doing.did === 'object' && 'kind' in doing.did ? doing.did.kind : ''
  const category = doing.item?.categories?.[0] ?? ''
  const when =
    window === undefined
      ? 'ever'
      : window.type === 'last'
        ? `${window.days}`
        : window.type === 'calendar'
          ? window.period
          : 'between'
  const setWhen = (value: string): void => {
    const { window: _, ...rest } = rule
    if (value === 'ever') onRule(rest)
    else if (value === 'thisMonth' || value === 'lastMonth')
      onRule({ ...rest, window: { type: 'calendar', period: value } })
    else if (value !== 'between' && Number(value) > 0)
      onRule({ ...rest, window: { type: 'last', days: Number(value) } })
  }
  const days = [...new Set([...windowDays, ...(window?.type === 'last' ? [window.days] : [])])].sort((a, b) => a - b)
  const known = ['ever', ...days.map(String), 'thisMonth', 'lastMonth']
  return (
    <div className="grid">
      <div className="c6 mt3">
        <Select
          label={t(x.did)}
          value={kind}
          options={[...new Set([...Object.keys(doingTexts), kind])].map((value) => ({
            value,
            text: doingTexts[value] ? t(doingTexts[value]) : value,
          }))}
          onValue={(value) => onRule({ ...rule, doing: { ...doing, did: { kind: value } } })}
        />
      </div>
      <div className="c6 mt3">
        <Select
          label={t(x.category)}
          value={category}
          options={[
            { value: '', text: t(x.anyCategory) },
            ...[...new Set([...categories, ...(category === '' ? [] : [category])])].map((value) => ({
              value,
              text: value,
            })),
          ]}
          onValue={(value) => {
            const { item: _, ...rest } = doing
            onRule({ ...rule, doing: value === '' ? rest : { ...rest, item: { categories: [value] } } })
          }}
        />
      </div>
      <div className="c6 mt3">
        <Select
          label={t(x.when)}
          value={when}
          options={[
            { value: 'ever', text: t(x.ever) },
            ...days.map((n) => ({ value: String(n), text: t(x.lastDays(f.count(n))) })),
            { value: 'thisMonth', text: t(x.thisMonth) },
            { value: 'lastMonth', text: t(x.lastMonth) },
            ...(known.includes(when) ? [] : [{ value: when, text: t(x.otherWindow) }]),
          ]}
          onValue={setWhen}
        />
      </div>
      <div className="c6">
        <Field
          label={t(x.times)}
          type="number"
          min={0}
          step={1}
          value={String(number)}
          onText={(text) => {
            if (text !== '' && Number.isFinite(Number(text))) onRule({ ...rule, number: Number(text) })
          }}
        />
      </div>
    </div>
  )
}
