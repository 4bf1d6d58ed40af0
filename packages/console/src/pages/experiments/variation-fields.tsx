import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { experimentFormTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { DraftVariation } from './experiment-draft.ts'

export interface VariationFieldsProps {
  readonly variations: readonly DraftVariation[]
  /** Of one that runs the names are fixed. */
  readonly fixed: boolean
  readonly onVariations: (variations: readonly DraftVariation[]) => void
}

const most = 10

/** Variations with their weights, and the shares that follow. */
export function VariationFields({ variations, fixed, onVariations }: VariationFieldsProps) {
  const { t, f } = useLocale()
  const weights = variations.map(({ weight }) => Math.max(0, Number(weight) || 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const change = (key: number, part: Partial<DraftVariation>) =>
    onVariations(variations.map((one) => (one.key === key ? { ...one, ...part } : one)))
  return (
    <>
      <p className="sm soft">{t(x.variationsHint)}</p>
      {variations.map(({ key, id, weight }, at) => (
        <div key={key} className="with-button">
          <div className="pair">
            <Field
              label={t(x.variationId(f.count(at + 1)))}
              required
              maxLength={64}
              disabled={fixed}
              value={id}
              onText={(text) => change(key, { id: text })}
            />
            <Field
              label={t(x.weightOf(f.count(at + 1), total > 0 ? f.percent((weights[at] ?? 0) / total) : '–'))}
              type="number"
              min="0.0001"
              step="any"
              required
              value={weight}
              onText={(text) => change(key, { weight: text })}
            />
          </div>
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t(x.removeVariation(id))}
            disabled={fixed || variations.length <= 2}
            onClick={() => onVariations(variations.filter((one) => one.key !== key))}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
      <div className="mt3">
        <button
          type="button"
          className="btn small"
          disabled={fixed || variations.length >= most}
          onClick={() =>
            onVariations([
              ...variations,
              { key: Math.max(...variations.map(({ key }) => key)) + 1, id: '', title: '', weight: '1' },
            ])
          }
        >
          <Icon name="plus" />
          {t(x.addVariation)}
        </button>
      </div>
    </>
  )
}
