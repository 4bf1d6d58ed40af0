import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Card } from '../../../components/card.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { commonTexts } from '../../../texts/common-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { heldTexts as x } from '../../../texts/privacy-texts.ts'

/** The record of processing activities as a file. */
export function RecordCard() {
  const { t, language } = useLocale()
  const { client } = useSession()
  const action = useAction(async () => {
    saveFile('record-of-processing.html', await client.file(paths.privacyRecord(language)))
  })
  return (
    <Card title={t(x.record)}>
      <p className="sm soft">{t(x.recordWhy)}</p>
      <div className="row wrap mt3">
        <button type="button" className="btn" disabled={action.busy} onClick={() => action.run()}>
          {t(commonTexts.download)}
        </button>
      </div>
      <FormProblem problem={action.problem} known={{}} />
    </Card>
  )
}
