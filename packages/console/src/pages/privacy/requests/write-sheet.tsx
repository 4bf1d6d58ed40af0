import type { RequestKind } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Area } from '../../../components/area.tsx'
import { Field } from '../../../components/field.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { Select } from '../../../components/select.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { SheetButtons } from '../../../components/sheet-buttons.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { requestHelpTexts, requestKindTexts, requestTexts as x } from '../../../texts/privacy-texts.ts'

export interface WriteSheetProps {
  /** Whom it is about, where that is known. */
  readonly person: string
  readonly onWritten: () => void
  readonly onClose: () => void
}

const kinds = Object.keys(requestKindTexts) as readonly RequestKind[]

/** Writes down what somebody asked for; says what follows from it. */
export function WriteSheet({ person: known, onWritten, onClose }: WriteSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [kind, setKind] = useState<RequestKind>('access')
  const [person, setPerson] = useState(known)
  const [note, setNote] = useState('')
  const action = useAction(async () => {
    await client.send('POST', paths.openRequest, { kind, person: person.trim(), note: note.trim() })
    onWritten()
  })
  return (
    <Sheet title={t(x.writeTitle)} onClose={onClose}>
      <form
        className="mt3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <Select
          label={t(x.kind)}
          hint={t(requestHelpTexts[kind] ?? x.law)}
          value={kind}
          options={kinds.map((value) => ({ value, text: t(requestKindTexts[value] ?? [value, value]) }))}
          onValue={(value) => setKind(value as RequestKind)}
        />
        <Field
          label={t(x.person)}
          hint={t(x.personHint)}
          className="input mono"
          required
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          value={person}
          onText={setPerson}
        />
        <Area label={t(x.note)} hint={t(x.noteHint)} maxLength={500} value={note} onText={setNote} />
        <p className="xs muted mt3">{t(x.law)}</p>
        <FormProblem problem={action.problem} known={{ 'unknown-person': x.unknownPerson }} />
        <SheetButtons submit={x.writeSubmit} disabled={action.busy} onCancel={onClose} />
      </form>
    </Sheet>
  )
}
