import { useId } from 'react'
import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { placementTexts as x } from '../../texts/placement-texts.ts'
import type { PlacementDraft } from './placement-draft.ts'

type Arms = PlacementDraft['arms']

export interface ArmFieldsProps {
  readonly arms: Arms
  readonly models: readonly string[]
  readonly onChange: (arms: Arms) => void
}

const most = 10

export function ArmFields({ arms, models, onChange }: ArmFieldsProps) {
  const { t, f } = useLocale()
  const id = useId()
  const weights = arms.map((arm) => Math.max(0, Number(arm.weight) || 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const change = (key: number, part: Partial<Arms[number]>) =>
    onChange(arms.map((arm) => (arm.key === key ? { ...arm, ...part } : arm)))
  return (
    <fieldset className="stack" style={{ gap: 8 }}>
      <legend className="sm m" style={{ marginBottom: 4 }}>
        {t(x.arms)}
      </legend>
      {arms.map((arm, i) => (
        <div className="arm" key={arm.key}>
          <div className="field">
            <label htmlFor={`${id}v${arm.key}`}>{t(x.variation)}</label>
            <input
              id={`${id}v${arm.key}`}
              className="input"
              required
              maxLength={64}
              value={arm.variation}
              onChange={(event) => change(arm.key, { variation: event.target.value })}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}m${arm.key}`}>{t(x.model)}</label>
            <input
              id={`${id}m${arm.key}`}
              className="input"
              required
              maxLength={64}
              list={`${id}models`}
              value={arm.model}
              onChange={(event) => change(arm.key, { model: event.target.value })}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}w${arm.key}`}>
              {t(x.weight)} <span className="muted">{total > 0 ? f.percent((weights[i] ?? 0) / total) : ''}</span>
            </label>
            <input
              id={`${id}w${arm.key}`}
              className="input"
              type="number"
              min="0.0001"
              step="any"
              required
              value={arm.weight}
              onChange={(event) => change(arm.key, { weight: event.target.value })}
            />
          </div>
          <button
            type="button"
            className="btn quiet icon"
            aria-label={`${t(x.removeArm)}: ${arm.variation}`}
            disabled={arms.length === 1}
            onClick={() => onChange(arms.filter((other) => other.key !== arm.key))}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
      <datalist id={`${id}models`}>
        {models.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div>
        <button
          type="button"
          className="btn small"
          disabled={arms.length >= most}
          onClick={() =>
            onChange([
              ...arms,
              { key: Math.max(...arms.map((arm) => arm.key)) + 1, variation: '', model: 'popular', weight: '0.1' },
            ])
          }
        >
          <Icon name="plus" />
          {t(x.addArm)}
        </button>
      </div>
    </fieldset>
  )
}
