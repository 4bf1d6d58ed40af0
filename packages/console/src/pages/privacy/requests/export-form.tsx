import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { FormProblem } from '../../../components/form-problem.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { Select } from '../../../components/select.tsx'
import { commonTexts } from '../../../texts/common-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'

/** Everything that is held about a person, as a file. */
export function ExportForm({ personId }: { readonly personId: string }) {
  const { t, language: own } = useLocale()
  const { client } = useSession()
  const [format, setFormat] = useState<'json' | 'html'>('html')
  const [language, setLanguage] = useState<string>(own)
  const [done, setDone] = useState(false)
  const action = useAction(async () => {
    setDone(false)
    saveFile(`${personId}.${format}`, await client.file(paths.exportPerson(personId, format, language)))
    setDone(true)
  })
  return (
    <form
      className="mt4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!action.busy) action.run()
      }}
    >
      <div className="pair">
        <Select
          label={t(x.format)}
          value={format}
          options={[
            { value: 'html', text: t(x.exportHtml) },
            { value: 'json', text: t(x.exportJson) },
          ]}
          onValue={(value) => setFormat(value === 'json' ? 'json' : 'html')}
        />
        {format === 'html' ? (
          <Select
            label={t(x.language)}
            value={language}
            options={[
              { value: 'en', text: 'English' },
              { value: 'zh', text: '中文' },
            ]}
            onValue={setLanguage}
          />
        ) : null}
      </div>
      <div className="row wrap mt3">
        <button type="submit" className="btn" disabled={action.busy}>
          {t(commonTexts.download)}
        </button>
        <span className="sm soft" role="status">
          {done ? t(x.exported) : ''}
        </span>
      </div>
      <FormProblem problem={action.problem} known={{}} />
    </form>
  )
}
