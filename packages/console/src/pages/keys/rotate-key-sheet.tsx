import { useId, useState } from 'react'
import type { ApiKey, CreatedKey } from '../../api/key-types.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { overlapTexts, keyTexts as x } from '../../texts/placement-texts.ts'
import { SecretShown } from './secret-shown.tsx'

export interface RotateKeySheetProps {
  readonly rotated: ApiKey
  readonly onCreated: () => void
  readonly onClose: () => void
}

/** A new key in place of one, which works on for as long as is chosen. */
export function RotateKeySheet({ rotated, onCreated, onClose }: RotateKeySheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const id = useId()
  const [minutes, setMinutes] = useState('1440')
  const [created, setCreated] = useState<CreatedKey>()
  const action = useAction(async () => {
    const body = { overlapMinutes: Number(minutes) }
    setCreated(await client.send<CreatedKey>('POST', paths.rotateKey(rotated.id), body))
    onCreated()
  })
  if (created) return <SecretShown created={created} onClose={onClose} />
  return (
    <Sheet title={t(x.rotateTitle(rotated.name))} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <p className="sm soft mt2">{t(x.rotateWhy)}</p>
        <div className="field mt3">
          <label htmlFor={id}>{t(x.overlap)}</label>
          <select id={id} className="input" value={minutes} onChange={(event) => setMinutes(event.target.value)}>
            {Object.entries(overlapTexts).map(([value, text]) => (
              <option key={value} value={value}>
                {t(text)}
              </option>
            ))}
          </select>
        </div>
        {action.problem ? <ProblemBanner problem={action.problem} what={commonTexts.notDone} /> : null}
        <SheetButtons submit={x.createConfirm} disabled={action.busy} onCancel={onClose} />
      </form>
    </Sheet>
  )
}
