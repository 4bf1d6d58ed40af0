import type { PeoplePage } from 'attune/api-types'
import { useId, useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { SearchBox } from '../../components/search-box.tsx'
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
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<{ readonly personId: string; readonly name: string }>()
  const people = useResource<PeoplePage>(paths.people({ search, limit: 20 }))
  const found = (people.value?.people ?? []).map((person) => ({
    personId: person.personId,
    name: personName(person, t),
  }))
  // Whoever was chosen stays choosable when the search goes on.
  const offered = chosen && !found.some(({ personId: own }) => own === chosen.personId) ? [chosen, ...found] : found
  return (
    <section className="stack preview" style={{ gap: 12 }} aria-label={t(x.preview)}>
      <div>
        <h3 className="sm m">{t(x.preview)}</h3>
        <p className="xs muted">{t(x.previewHint)}</p>
      </div>
      <div className="row wrap" style={{ alignItems: 'end' }}>
        <SearchBox label={t(x.findPerson)} value={search} onSearch={setSearch} />
        <div className="field">
          <label htmlFor={id}>{t(x.person)}</label>
          <select
            id={id}
            className="input narrow"
            value={personId}
            onChange={(event) => {
              setChosen(offered.find(({ personId: own }) => own === event.target.value))
              onPerson(event.target.value)
            }}
          >
            <option value="">{t(x.stranger)}</option>
            {offered.map((person) => (
              <option key={person.personId} value={person.personId}>
                {person.name}
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
