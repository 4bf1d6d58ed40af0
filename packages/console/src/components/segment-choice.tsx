import type { SegmentVocabulary } from 'attune/api-types'
import { paths } from '../api/paths.ts'
import { useResource } from '../api/use-resource.ts'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'

export interface SegmentChoiceProps {
  readonly label: string
  readonly chosen: readonly string[]
  readonly onChosen: (segments: readonly string[]) => void
}

/** Segments to tick. */
export function SegmentChoice({ label, chosen, onChosen }: SegmentChoiceProps) {
  const { t } = useLocale()
  const known = useResource<SegmentVocabulary>(paths.segmentVocabulary).value?.segments ?? []
  const all = [...new Set([...known, ...chosen])]
  return (
    <fieldset className="mt3">
      <legend className="sm m">{label}</legend>
      {all.length === 0 ? <p className="sm muted">{t(commonTexts.noSegments)}</p> : null}
      {all.map((id) => (
        <label key={id} className="check-row">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChosen(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
          <span className="break">{id}</span>
        </label>
      ))}
    </fieldset>
  )
}
