import type { FlagView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { featureFlagTexts as x } from '../../texts/feature-flag-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { settingsOf } from './flag-draft.ts'
import { FlagSheet } from './flag-sheet.tsx'

export interface FlagActionsProps {
  readonly flag: FlagView
  readonly onChange: () => void
}

/** On or off, shares, removal; each asks first. */
export function FlagActions({ flag, onChange }: FlagActionsProps) {
  const { t } = useLocale()
  const { client, can } = useSession()
  const [asked, setAsked] = useState<'switch' | 'change' | 'remove'>()
  if (!can('experiments.change')) return null
  const { id, title, on, defaultValue } = flag
  const name = title || id
  const close = () => setAsked(undefined)
  return (
    <div className="row wrap">
      <button type="button" className="btn small" onClick={() => setAsked('switch')}>
        {t(on ? x.switchOff : x.switchOn)}
        <span className="sr"> {name}</span>
      </button>
      <button type="button" className="btn small" onClick={() => setAsked('change')}>
        {t(x.change)}
        <span className="sr"> {name}</span>
      </button>
      <button type="button" className="btn small quiet" onClick={() => setAsked('remove')}>
        {t(x.remove)}
        <span className="sr"> {name}</span>
      </button>
      {asked === 'switch' ? (
        <Confirm
          title={t(on ? x.switchOffTitle(name) : x.switchOnTitle(name))}
          consequence={t(on ? x.switchOffWhy(JSON.stringify(defaultValue)) : x.switchOnWhy)}
          confirmText={t(on ? x.switchOffNow : x.switchOnNow)}
          danger={on}
          onConfirm={async () => {
            await client.send('PUT', paths.flag(id), { ...settingsOf(flag), on: !on })
            onChange()
          }}
          onClose={close}
        />
      ) : null}
      {asked === 'change' ? <FlagSheet flag={flag} onSaved={onChange} onClose={close} /> : null}
      {asked === 'remove' ? (
        <Confirm
          title={t(x.removeTitle(name))}
          consequence={t(x.removeWhy)}
          confirmText={t(x.removeNow)}
          danger
          typed={{ label: t(x.id), value: id }}
          onConfirm={async () => {
            await client.send('DELETE', paths.flag(id))
            onChange()
          }}
          onClose={close}
        />
      ) : null}
    </div>
  )
}
