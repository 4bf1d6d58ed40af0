import { useId, useState } from 'react'
import { SegmentChoice } from '../../components/segment-choice.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { placementTexts as x } from '../../texts/placement-texts.ts'
import type { PlacementDraft } from './placement-draft.ts'
import { Field, type Wrong } from './rerank-field.tsx'

type Audience = Pick<PlacementDraft, 'any' | 'not' | 'otherwise'>

export interface AudienceFieldsProps extends Audience {
  /** Names of models that can be asked. */
  readonly models: readonly string[]
  readonly wrong: Wrong
  readonly onChange: (part: Partial<Audience>) => void
}

/** Whom a placement is for, by segments, and what everybody else is shown. */
export function AudienceFields({ any, not, otherwise, models, wrong, onChange }: AudienceFieldsProps) {
  const { t } = useLocale()
  const list = useId()
  const aimed = any.length > 0 || not.length > 0
  const [open, setOpen] = useState(aimed)
  return (
    <details className="part" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="sm m">{t(x.audience)}</summary>
      <SegmentChoice label={t(x.audienceAny)} chosen={any} onChosen={(chosen) => onChange({ any: chosen })} />
      <SegmentChoice label={t(x.audienceNot)} chosen={not} onChosen={(chosen) => onChange({ not: chosen })} />
      {aimed ? (
        <div className="mt3">
          <Field
            label={t(x.otherwise)}
            hint={t(x.otherwiseHint)}
            list={list}
            value={otherwise}
            wrong={wrong('segments.otherwise') ?? wrong('segments.any') ?? wrong('segments.not')}
            onChange={(next) => onChange({ otherwise: next })}
          />
          <datalist id={list}>
            {models.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </div>
      ) : null}
    </details>
  )
}
