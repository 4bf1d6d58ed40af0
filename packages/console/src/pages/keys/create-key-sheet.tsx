import { useId, useState } from 'react'
import type { CreatedKey, Scope } from '../../api/key-types.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { scopeTexts, keyTexts as x } from '../../texts/placement-texts.ts'

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
  const [created, setCreated] = useState<CreatedKey>()
  const action = useAction(async () => {
    setCreated(await client.send<CreatedKey>('POST', paths.keys, { name: name.trim(), scopes: chosen }))
    onCreated()
  })
  if (created)
    return (
      <Sheet title={t(x.secretTitle)} onClose={onClose}>
        <p className="sm soft mt2">{t(x.secretWhy)}</p>
        <div className="field mt4">
          <label htmlFor={`${id}secret`}>
            {t(x.secret)} “{created.key.name}”
          </label>
          <input
            id={`${id}secret`}
            className="input mono"
            readOnly
            value={created.secret}
            onFocus={(event) => event.target.select()}
          />
        </div>
        <div className="row wrap mt4">
          <CopyButton text={created.secret} />
          <button type="button" className="btn primary small" onClick={onClose}>
            {t(x.done)}
          </button>
        </div>
      </Sheet>
    )
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
        {action.problem ? <ProblemBanner problem={action.problem} what={commonTexts.notDone} /> : null}
        <div className="row wrap">
          <button type="submit" className="btn primary" disabled={!ready}>
            {t(x.createConfirm)}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            {t(commonTexts.cancel)}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
