import type { Placement } from 'attune/api-types'
import { useId, useState } from 'react'
import { messageIn } from '../../api/api-problem.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { variationName } from '../../format/variation-name.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { placementTexts as x } from '../../texts/placement-texts.ts'
import { ArmFields } from './arm-fields.tsx'
import { AudienceFields } from './audience-fields.tsx'
import { DraftPreview } from './draft-preview.tsx'
import { draftOf, placementOf } from './placement-draft.ts'
import type { Mistake } from './rerank-field.tsx'
import { RerankFields } from './rerank-fields.tsx'
import { useDraftPreview } from './use-draft-preview.ts'

export interface PlacementSheetProps {
  /** Undefined makes a new one. */
  readonly placement: Placement | undefined
  readonly models: readonly string[]
  readonly onSaved: () => void
  readonly onClose: () => void
}

export function PlacementSheet({ placement, models, onSaved, onClose }: PlacementSheetProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const id = useId()
  const [draft, setDraft] = useState(() => draftOf(placement))
  const change = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }))
  const action = useAction(async () => {
    const next = placementOf(draft, placement)
    await client.send('PUT', paths.placement(next.id), next)
    onSaved()
  })
  const [personId, setPersonId] = useState('')
  const preview = useDraftPreview(placementOf(draft, placement), personId, language)
  /** What the server says about a field of the draft, in its own words. */
  const wrong = (field: string): Mistake | undefined => {
    const own = preview.problem?.fields.find((entry) => entry.field.replace(/^placement\./, '') === field)
    if (!own || !preview.problem) return undefined
    const whole = messageIn(preview.problem, language)
    return own.message === preview.problem.message ? whole : { text: own.message, lang: 'en' }
  }
  const told = preview.problem?.fields.some(({ field }) => /^(placement\.)?rerank\./.test(field)) === true
  const title = placement ? t(x.editTitle(placement.title[language] || placement.id)) : t(x.createTitle)
  return (
    <Sheet title={title} wide onClose={onClose}>
      <form
        id={`${id}form`}
        className="stack mt3"
        onSubmit={async (event) => {
          event.preventDefault()
          if (await action.run()) onClose()
        }}
      >
        {placement ? null : (
          <div className="field">
            <label htmlFor={`${id}id`}>{t(x.id)}</label>
            <input
              id={`${id}id`}
              className="input mono"
              required
              pattern="[a-z0-9][a-z0-9_\-]{0,63}"
              autoComplete="off"
              value={draft.id}
              onChange={(event) => change({ id: event.target.value })}
            />
            <span className="hint">{t(x.idHint)}</span>
          </div>
        )}
        <div className="grid">
          <div className="field c6">
            <label htmlFor={`${id}en`}>{t(x.titleEn)}</label>
            <input
              id={`${id}en`}
              className="input"
              lang="en"
              maxLength={200}
              value={draft.en}
              onChange={(event) => change({ en: event.target.value })}
            />
          </div>
          <div className="field c6">
            <label htmlFor={`${id}zh`}>{t(x.titleZh)}</label>
            <input
              id={`${id}zh`}
              className="input"
              lang="zh-CN"
              maxLength={200}
              value={draft.zh}
              onChange={(event) => change({ zh: event.target.value })}
            />
          </div>
        </div>
        <ArmFields arms={draft.arms} models={models} onChange={(arms) => change({ arms })} />
        <div className="grid">
          <div className="field c6">
            <label htmlFor={`${id}control`}>{t(x.control)}</label>
            <select
              id={`${id}control`}
              className="input"
              value={draft.arms.some((arm) => arm.variation === draft.control) ? draft.control : ''}
              onChange={(event) => change({ control: event.target.value })}
            >
              <option value="">{t(x.noControlOption)}</option>
              {draft.arms.map((arm) => (
                <option key={arm.key} value={arm.variation}>
                  {variationName(arm.variation, language)}
                </option>
              ))}
            </select>
          </div>
          <div className="field c6">
            <label htmlFor={`${id}exploration`}>{t(x.exploration)} (%)</label>
            <input
              id={`${id}exploration`}
              className="input"
              type="number"
              min="0"
              max="50"
              step="any"
              required
              aria-describedby={`${id}hint`}
              value={draft.explorationPercent}
              onChange={(event) => change({ explorationPercent: event.target.value })}
            />
            <span className="hint" id={`${id}hint`}>
              {t(x.explorationHint)}
            </span>
          </div>
        </div>
        <label className="check-row">
          <input
            type="checkbox"
            className="switch"
            checked={draft.includeSeen}
            onChange={(event) => change({ includeSeen: event.target.checked })}
          />
          {t(x.seenSwitch)}
        </label>
        <AudienceFields
          any={draft.any}
          not={draft.not}
          otherwise={draft.otherwise}
          models={models}
          wrong={wrong}
          onChange={change}
        />
        <RerankFields depth={draft.depth} stages={draft.stages} wrong={wrong} onChange={change} />
      </form>
      {/* Outside of the form: Enter in the search for a person must not save. */}
      <div className="stack mt4">
        <DraftPreview preview={preview} personId={personId} told={told} onPerson={setPersonId} />
        <p className="xs muted">{t(x.consequence)}</p>
        {action.problem ? <ProblemBanner problem={action.problem} what={commonTexts.notDone} /> : null}
        <div className="row wrap">
          <button type="submit" form={`${id}form`} className="btn primary" disabled={action.busy}>
            {t(commonTexts.save)}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            {t(commonTexts.cancel)}
          </button>
        </div>
      </div>
    </Sheet>
  )
}
