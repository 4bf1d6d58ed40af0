import { useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { stageKindTexts, rerankTexts as x } from '../../texts/rerank-texts.ts'
import type { Text } from '../../texts/text.ts'
import type { PlacementDraft } from './placement-draft.ts'
import { NumberField, SelectField, type Wrong } from './rerank-field.tsx'
import { newStage, type StageDraft, type StageKind, stageKinds } from './stage-draft.ts'
import { StageFields } from './stage-fields.tsx'

const most = 10
const kindName = (kind: StageKind): Text => stageKindTexts[kind] as Text

export interface RerankFieldsProps {
  readonly depth: string
  readonly stages: readonly StageDraft[]
  /** Fields as in `rerank.stages.0.rules.1.when`. */
  readonly wrong: Wrong
  readonly onChange: (part: Partial<Pick<PlacementDraft, 'depth' | 'stages'>>) => void
}

/** The stages of re-ranking, in order. */
export function RerankFields({ depth, stages, wrong, onChange }: RerankFieldsProps) {
  const { t } = useLocale()
  const [kind, setKind] = useState<StageKind>('rules')
  const move = (from: number, to: number) => {
    const next = [...stages]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange({ stages: next })
  }
  return (
    <fieldset className="stack" style={{ gap: 12 }}>
      <legend className="sm m">{t(x.title)}</legend>
      <p className="xs muted">{t(x.hint)}</p>
      {stages.map((stage, at) => {
        const title = t(x.step(`${at + 1}`, t(kindName(stage.kind))))
        return (
          <fieldset key={stage.key} className="stage">
            <legend className="sm m">{title}</legend>
            <div className="stage-buttons">
              <button
                type="button"
                className="btn quiet small icon"
                aria-label={t(x.moveUp(title))}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                className="btn quiet small icon"
                aria-label={t(x.moveDown(title))}
                disabled={at === stages.length - 1}
                onClick={() => move(at, at + 1)}
              >
                <Icon name="down" />
              </button>
              <button
                type="button"
                className="btn quiet small icon"
                aria-label={t(x.remove(title))}
                onClick={() => onChange({ stages: stages.filter(({ key }) => key !== stage.key) })}
              >
                <Icon name="cross" />
              </button>
            </div>
            <StageFields
              stage={stage}
              wrong={(field) => wrong(`rerank.stages.${at}.${field}`)}
              onChange={(part) =>
                onChange({ stages: stages.map((other) => (other.key === stage.key ? { ...other, ...part } : other)) })
              }
            />
          </fieldset>
        )
      })}
      <div className="row wrap" style={{ alignItems: 'end' }}>
        <SelectField
          label={t(x.addKind)}
          value={kind}
          options={stageKinds.map((one) => [one, t(kindName(one))])}
          onChange={setKind}
        />
        <button
          type="button"
          className="btn"
          disabled={stages.length >= most}
          onClick={() =>
            onChange({ stages: [...stages, newStage(Math.max(-1, ...stages.map(({ key }) => key)) + 1, kind)] })
          }
        >
          <Icon name="plus" />
          {t(x.add)}
        </button>
      </div>
      {stages.length === 0 ? null : (
        <NumberField
          label={t(x.depth)}
          hint={t(x.depthHint)}
          value={depth}
          min={1}
          max={1000}
          step="1"
          optional
          wrong={wrong('rerank.depth')}
          onChange={(value) => onChange({ depth: value })}
        />
      )}
    </fieldset>
  )
}
