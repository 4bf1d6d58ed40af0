import { useEffect, useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Area } from '../../../components/area.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { SheetButtons } from '../../../components/sheet-buttons.tsx'
import { reviewTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'

export interface RecordSheetProps {
  /** Of what the reader looked through. */
  readonly digest: string
  readonly onRecorded: () => void
  /** Somebody's access is no longer as it was shown. */
  readonly onChanged: () => void
  readonly onClose: () => void
}

/** Writes into the audit that access was looked through. */
export function RecordSheet({ digest, onRecorded, onChanged, onClose }: RecordSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [note, setNote] = useState('')
  const action = useAction(async () => {
    await client.send('POST', paths.accessReview, { digest, note: note.trim() })
    onRecorded()
  })
  const changed = action.problem?.code === 'access-changed'
  useEffect(() => {
    if (changed) onChanged()
  }, [changed, onChanged])
  return (
    <Sheet title={t(x.recordTitle)} onClose={onClose}>
      <p className="sm soft mt2">{t(x.recordWhy)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <Area label={t(x.note)} hint={t(x.noteHint)} maxLength={500} value={note} onText={setNote} />
        <FormProblem problem={action.problem} known={{ 'access-changed': x.changed }} />
        <SheetButtons submit={x.recordSubmit} disabled={action.busy || changed} onCancel={onClose} />
      </form>
    </Sheet>
  )
}
