import { useId, useState } from 'react'
import type { CreatedKey, Scope } from '../../api/key-types.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { lifeTexts, scopeTexts, keyTexts as x } from '../../texts/placement-texts.ts'
import { SecretShown } from './secret-shown.tsx'

const scopes: readonly Scope[] = ['write', 'decide', 'read', 'admin']

export interface CreateKeySheetProps {
  readonly onCreated: () => void
  readonly onClose: () => void
}

/** Makes a key and shows its text this one time. */
export function CreateKeySheet({ onCreated, onClose }: CreateKeySheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const id = useId()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>(['write'])
  const [days, setDays] = useState('')
  const [created, setCreated] = useState<CreatedKey>()
  const action = useAction(async () => {
    const ends = days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }
    setCreated(await client.send<CreatedKey>('POST', paths.keys, { name: name.trim(), scopes: chosen, ...ends }))
    onCreated()
  })
  if (created) return <SecretShown created={created} onClose={onClose} />
  const ready = name.trim() !== '' && chosen.length > 0 && !action.busy
  return (
    <Sheet title={t(x.createTitle)} onClose={onClose}>
      <form
        className="stack mt3"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) action.run()
        }}
      >
        <div className="field">
          <label htmlFor={`${id}name`}>{t(x.name)}</label>
          <input
            id={`${id}name`}
            className="input"
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <span className="hint">{t(x.nameHint)}</span>
        </div>
        <fieldset>
          <legend className="sm m">{t(x.scopes)}</legend>
          {scopes.map((scope) => (
            <label className="check-row" key={scope}>
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
                }
              />
              <span className="mono">{scope}</span>
              <small>{t(scopeTexts[scope] ?? ['', ''])}</small>
            </label>
          ))}
          {chosen.length === 0 ? <p className="xs bad">{t(x.oneScope)}</p> : null}
        </fieldset>
        <div className="field">
          <label htmlFor={`${id}life`}>{t(x.life)}</label>
          <select id={`${id}life`} className="input" value={days} onChange={(event) => setDays(event.target.value)}>
            {lifeTexts.map(([value, text]) => (
              <option key={value} value={value}>
                {t(text)}
              </option>
            ))}
          </select>
        </div>
        {action.problem ? <ProblemBanner problem={action.problem} what={commonTexts.notDone} /> : null}
        <SheetButtons submit={x.createConfirm} disabled={!ready} onCancel={onClose} />
      </form>
    </Sheet>
  )
}
