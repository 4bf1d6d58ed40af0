import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Area } from '../../../components/area.tsx'
import { Field } from '../../../components/field.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { SheetButtons } from '../../../components/sheet-buttons.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { consentTexts as x } from '../../../texts/privacy-texts.ts'

export interface TextSheetProps {
  readonly onKept: () => void
  readonly onClose: () => void
}

/** A new version of a text, or one more language of a version. */
export function TextSheet({ onKept, onClose }: TextSheetProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const [version, setVersion] = useState('')
  const [textLanguage, setTextLanguage] = useState<string>(language)
  const [body, setBody] = useState('')
  const action = useAction(async () => {
    await client.send('PUT', paths.consentText(version.trim(), textLanguage.trim()), { body })
    onKept()
  })
  return (
    <Sheet title={t(x.addTitle)} wide onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <Field
          label={t(x.version)}
          hint={t(x.versionHint)}
          className="input mono"
          required
          maxLength={64}
          pattern="[\w.\-]+"
          autoComplete="off"
          value={version}
          onText={setVersion}
        />
        <Field
          label={t(x.textLanguage)}
          hint={t(x.languageHint)}
          className="input mono"
          required
          maxLength={20}
          autoComplete="off"
          value={textLanguage}
          onText={setTextLanguage}
        />
        <Area
          label={t(x.body)}
          hint={t(x.bodyHint)}
          required
          maxLength={20_000}
          rows={8}
          lang={textLanguage}
          value={body}
          onText={setBody}
        />
        <FormProblem problem={action.problem} known={{ 'text-exists': x.textExists }} />
        <SheetButtons submit={x.keep} disabled={action.busy} onCancel={onClose} />
      </form>
    </Sheet>
  )
}
