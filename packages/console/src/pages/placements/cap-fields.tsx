import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { rerankTexts as x } from '../../texts/rerank-texts.ts'
import { Field, NumberField, SelectField } from './rerank-field.tsx'
import { type CapDraft, newCap } from './stage-draft.ts'
import type { StageFieldsProps } from './stage-fields.tsx'

const most = 10

/** Caps of one stage. */
export function CapFields({ stage: { caps, whenStuck }, wrong, onChange }: StageFieldsProps) {
  const { t } = useLocale()
  const change = (key: number, part: Partial<CapDraft>) =>
    onChange({ caps: caps.map((cap) => (cap.key === key ? { ...cap, ...part } : cap)) })
  return (
    <>
      {caps.map((cap, at) => (
        <div key={cap.key} className="part cap">
          <Field
            label={t(x.by)}
            {...(at === 0 ? { hint: t(x.byHint) } : {})}
            value={cap.by}
            mono
            wrong={wrong(`caps.${at}.by`)}
            onChange={(by) => change(cap.key, { by })}
          />
          <NumberField
            label={t(x.amount)}
            value={cap.amount}
            min={cap.limit === 'most' ? 1 : 0.01}
            max={100}
            wrong={wrong(`caps.${at}.${cap.limit}`)}
            onChange={(amount) => change(cap.key, { amount })}
          />
          <SelectField
            label={t(x.limit)}
            value={cap.limit}
            options={[
              ['most', t(x.limitMost)],
              ['share', t(x.limitShare)],
            ]}
            onChange={(limit) => change(cap.key, { limit })}
          />
          <NumberField
            label={t(x.window)}
            value={cap.window}
            placeholder={t(x.windowAll)}
            min={1}
            max={100}
            step="1"
            optional
            wrong={wrong(`caps.${at}.window`)}
            onChange={(window) => change(cap.key, { window })}
          />
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t(x.removeCap(cap.by))}
            disabled={caps.length === 1}
            onClick={() => onChange({ caps: caps.filter((other) => other.key !== cap.key) })}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
      <div className="row wrap" style={{ alignItems: 'end' }}>
        <SelectField
          label={t(x.stuck)}
          value={whenStuck}
          options={[
            ['stop', t(x.stuckStop)],
            ['relax', t(x.stuckRelax)],
          ]}
          onChange={(next) => onChange({ whenStuck: next })}
        />
        <button
          type="button"
          className="btn small"
          disabled={caps.length >= most}
          onClick={() => onChange({ caps: [...caps, newCap(Math.max(...caps.map(({ key }) => key)) + 1)] })}
        >
          <Icon name="plus" />
          {t(x.addCap)}
        </button>
      </div>
    </>
  )
}
