import type { UpliftDetail, UpliftSegment, UpliftTargetsInput } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { upliftProblems, upliftTexts as x } from '../../texts/uplift-texts.ts'

export interface SaveSegmentSheetProps {
  readonly model: UpliftDetail
  readonly input: UpliftTargetsInput
  readonly onSaved: (saved: UpliftSegment) => void
  readonly onClose: () => void
}

/** What the segment is called. */
export function SaveSegmentSheet({ model, input, onSaved, onClose }: SaveSegmentSheetProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [segment, setSegment] = useState(`uplift-${model.treatment}`.slice(0, 64))
  const [title, setTitle] = useState(t(x.against(model.treatment, model.control)))
  const save = useAction(async () => {
    const body = { ...input, segment: segment.trim(), title: title.trim() }
    onSaved(await client.send<UpliftSegment>('POST', paths.upliftSegment(model.id), body))
    onClose()
  })
  return (
    <Sheet title={t(x.saveTitle)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save.run()
        }}
      >
        <p className="sm soft mt2">{t(x.saveWhy)}</p>
        <FormProblem problem={save.problem} known={upliftProblems} />
        <Field
          label={t(x.segmentId)}
          hint={t(x.segmentIdHint)}
          className="input mono"
          required
          maxLength={64}
          value={segment}
          onText={setSegment}
        />
        <Field label={t(x.segmentName)} required maxLength={200} value={title} onText={setTitle} />
        <SheetButtons
          submit={commonTexts.save}
          disabled={save.busy || segment.trim() === '' || title.trim() === ''}
          onCancel={onClose}
        />
      </form>
    </Sheet>
  )
}
