import type { PeoplePage } from 'attune/api-types'
import { useId } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { rerankTexts as x } from '../../texts/rerank-texts.ts'
import { personName } from '../people/person-name.ts'
import { RecommendationList } from '../people/recommendation-list.tsx'
import type { DraftPreview as Preview } from './use-draft-preview.ts'

export interface DraftPreviewProps {
  readonly preview: Preview
  /** Empty: a stranger. */
  readonly personId: string
  /** Whether what is wrong stands beside its field already. */
  readonly told: boolean
  readonly onPerson: (personId: string) => void
}

/** What the placement would show somebody if it were saved now, and what re-ranking left out. */
export function DraftPreview({ preview: { value, problem }, personId, told, onPerson }: DraftPreviewProps) {
  const { t } = useLocale()
  const id = useId()
  const people = useResource<PeoplePage>(paths.people({ limit: 20 }))
  return (
    <section className="stack preview" style={{ gap: 12 }} aria-label={t(x.preview)}>
      <div className="row wrap between" style={{ alignItems: 'end' }}>
        <div className="grow">
          <h3 className="sm m">{t(x.preview)}</h3>
          <p className="xs muted">{t(x.previewHint)}</p>
        </div>
        <div className="field">
          <label htmlFor={id}>{t(x.person)}</label>
          <select id={id} className="input narrow" value={personId} onChange={(event) => onPerson(event.target.value)}>
            <option value="">{t(x.stranger)}</option>
            {(people.value?.people ?? []).map((person) => (
              <option key={person.personId} value={person.personId}>
                {personName(person, t)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {problem && told ? (
        <p className="sm" role="status">
          {t(x.wrong)}
        </p>
      ) : null}
      {problem && !told ? <ProblemBanner problem={problem} /> : null}
      {value ? <RecommendationList response={value} /> : null}
    </section>
  )
}
