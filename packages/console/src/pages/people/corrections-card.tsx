import type { PortraitCorrection, Profile, ProfilePatch } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

const did = { hide: x.didHide, confirm: x.didConfirm, set: x.didSet, removed: x.didRemove }

const takenBack = ({ what, name }: PortraitCorrection): ProfilePatch => {
  if (what === 'trait') return { traits: { [name]: { undo: true } } }
  return what === 'category' ? { interests: { [name]: null } } : { brands: { [name]: null } }
}

export interface CorrectionsCardProps {
  readonly profile: Profile
  /** Undefined for who may not. */
  readonly onTakeBack: ((patch: ProfilePatch) => void) | undefined
}

/** What was put right; each can be taken back. */
export function CorrectionsCard({ profile, onTakeBack }: CorrectionsCardProps) {
  const { t, f } = useLocale()
  if (profile.corrections.length === 0) return null
  return (
    <Card title={t(x.corrections)} sub={t(x.correctionsSub)}>
      <ul className="list">
        {profile.corrections.map((correction) => (
          <li key={`${correction.what} ${correction.name}`} style={{ alignItems: 'center' }}>
            <div className="grow">
              {correction.name}
              <small>
                {t(x.correctionBy(t(did[correction.is]), t(x[correction.by]), f.day(Date.parse(correction.at))))}
              </small>
            </div>
            {onTakeBack === undefined ? null : (
              <button
                type="button"
                className="btn small"
                aria-label={t(x.takeBackLabel(correction.name))}
                onClick={() => onTakeBack(takenBack(correction))}
              >
                {t(x.takeBack)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
