import type { PromptView } from 'attune/api-types'
import { Select } from '../../components/select.tsx'
import { experimentFormTexts as x } from '../../texts/experiment-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { DraftVariation } from './experiment-draft.ts'
import { type ChosenSubject, subjectOf, triable, versionOf } from './prompt-subject.ts'

export interface SubjectFieldsProps {
  readonly prompts: readonly PromptView[]
  readonly experiment: string | undefined
  readonly variations: readonly DraftVariation[]
  readonly chosen: ChosenSubject
  readonly onChosen: (chosen: ChosenSubject) => void
}

/** What differs from variation to variation: what is shown elsewhere, or the version of a prompt. */
export function SubjectFields({ prompts, experiment, variations, chosen, onChosen }: SubjectFieldsProps) {
  const { t } = useLocale()
  const subject = subjectOf(prompts, experiment, chosen)
  return (
    <>
      <div className="mt4">
        <Select
          label={t(x.subject)}
          hint={t(x.subjectHint)}
          value={subject?.id ?? ''}
          options={[
            { value: '', text: t(x.subjectElsewhere) },
            ...triable(prompts).map(({ id }) => ({ value: id, text: t(x.subjectPrompt(id)) })),
          ]}
          onValue={(prompt) => onChosen({ prompt, versions: {} })}
        />
      </div>
      {subject ? (
        <div className="pair mt3">
          {variations.map((variation) => (
            <Select
              key={variation.key}
              label={t(x.promptOf(variation.id))}
              value={versionOf(subject, variation, chosen)}
              options={subject.versions
                .filter(({ fits }) => fits)
                .map(({ version, title }) => ({
                  value: `${version}`,
                  text: t(x.promptVersion(`${version}`, title || t(x.promptShipped))),
                }))}
              onValue={(version) =>
                onChosen({ prompt: subject.id, versions: { ...chosen.versions, [variation.key]: version } })
              }
            />
          ))}
        </div>
      ) : null}
    </>
  )
}
