import type { ScheduledReport, ScheduleInput } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Select } from '../../components/select.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SheetButtons } from '../../components/sheet-buttons.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { reportLanguageNames, reportProblems, reportTexts as x } from '../../texts/report-texts.ts'
import { reportKinds, SubjectField } from './subject-field.tsx'

export interface ScheduleSheetProps {
  /** The one that is changed: what it is about and how often stay. */
  readonly schedule?: ScheduledReport
  readonly name?: string
  readonly onSaved: () => void
  readonly onClose: () => void
}

const everies = ['week', 'month'] as const

/** Has a report made by itself, or changes in which languages and how many are kept. */
export function ScheduleSheet({ schedule, name = '', onSaved, onClose }: ScheduleSheetProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const [kind, setKind] = useState(schedule?.kind ?? 'month')
  const [subject, setSubject] = useState(schedule?.subject ?? '')
  const [every, setEvery] = useState(schedule?.every ?? 'week')
  const [languages, setLanguages] = useState<readonly ('en' | 'zh')[]>(schedule?.languages ?? [language])
  const [keep, setKeep] = useState(`${schedule?.keep ?? 12}`)
  const count = Number(keep)
  const isCount = keep.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= 100
  const ready = isCount && languages.length > 0 && (kind === 'month' || subject.trim() !== '')
  const action = useAction(async () => {
    const body: ScheduleInput = {
      ...{ kind, every, languages: [...languages], keep: count },
      ...(kind !== 'month' && { subject: subject.trim() }),
    }
    await client.send('PUT', paths.reportSchedules, body)
    onSaved()
  })
  return (
    <Sheet title={t(schedule === undefined ? x.scheduleTitle : x.changeTitle(name))} onClose={onClose}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (ready && !action.busy && (await action.run())) onClose()
        }}
      >
        {schedule === undefined ? (
          <>
            <div className="pair mt3">
              <Select
                label={t(x.kind)}
                value={kind}
                options={reportKinds.map((value) => ({
                  value,
                  text: value === 'month' ? t(x.everything) : t(x[value]),
                }))}
                onValue={(value) => {
                  setKind(reportKinds.find((one) => one === value) ?? 'month')
                  setSubject('')
                }}
              />
              <Select
                label={t(x.every)}
                value={every}
                options={everies.map((value) => ({ value, text: t(value === 'week' ? x.week : x.everyMonth) }))}
                onValue={(value) => setEvery(value === 'month' ? 'month' : 'week')}
              />
            </div>
            {kind === 'month' ? null : (
              <div className="mt3">
                <SubjectField key={kind} kind={kind} subject={subject} onSubject={setSubject} />
              </div>
            )}
          </>
        ) : null}
        <fieldset className="mt3">
          <legend className="sm m">{t(x.languages)}</legend>
          {(['en', 'zh'] as const).map((one) => (
            <label key={one} className="check-row">
              <input
                type="checkbox"
                checked={languages.includes(one)}
                onChange={(event) =>
                  setLanguages(event.target.checked ? [...languages, one] : languages.filter((other) => other !== one))
                }
              />
              {reportLanguageNames[one]}
            </label>
          ))}
          {languages.length === 0 ? <p className="sm bad">{t(x.oneLanguage)}</p> : null}
        </fieldset>
        <Field
          label={t(x.keep)}
          hint={t(x.keepHelp)}
          wrong={isCount ? undefined : t(x.keepWrong)}
          inputMode="numeric"
          value={keep}
          onText={setKeep}
        />
        <FormProblem problem={action.problem} known={reportProblems} />
        <SheetButtons submit={x.save} disabled={!ready || action.busy} onCancel={onClose} />
      </form>
    </Sheet>
  )
}
