import type { SignedReceiptView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { Confirm } from '../../../components/confirm.tsx'
import { Field } from '../../../components/field.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'

export interface EraseConfirmProps {
  readonly personId: string
  readonly onErased: (requestId: string) => void
  readonly onClose: () => void
}

/** Names what erasing does and leaves, and asks for the id. */
export function EraseConfirm({ personId, onErased, onClose }: EraseConfirmProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [note, setNote] = useState('')
  return (
    <Confirm
      title={t(x.eraseTitle)}
      consequence={
        <>
          <p>{t(x.eraseWhy)}</p>
          <p className="mt2">{t(x.eraseKeeps)}</p>
          <Field label={t(x.eraseNote)} maxLength={500} autoComplete="off" value={note} onText={setNote} />
        </>
      }
      confirmText={t(x.eraseSubmit)}
      danger
      typed={{ label: t(x.eraseType(personId)), value: personId }}
      onConfirm={async () => {
        const { requestId } = await client.send<SignedReceiptView & { requestId: string }>(
          'POST',
          paths.erase(personId),
          { confirm: personId, note: note.trim() },
        )
        onErased(requestId)
      }}
      onClose={onClose}
    />
  )
}
