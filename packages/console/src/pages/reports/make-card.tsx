import type { ReportView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { SegmentChoice } from '../../components/segment-choice.tsx'
import { Select } from '../../components/select.tsx'
import { href } from '../../router/route.ts'
import { go } from '../../router/use-route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { reportLanguageNames, reportProblems, reportTexts as x } from '../../texts/report-texts.ts'
import { lastMonths } from './last-months.ts'
import { hasTime, isComplete, type OrderDraft, orderOf } from './report-order.ts'
import { reportKinds, SubjectField } from './subject-field.tsx'

const times = ['7', '28', '90', '365', 'own'] as const
const writers = ['auto', 'template'] as const

/** Makes a report now, and goes to it. */
export function MakeCard() {
  const { t, f, language } = useLocale()
  const { client } = useSession()
  const [draft, setDraft] = useState<OrderDraft>({
    kind: 'month',
    subject: lastMonths(Date.now())[1] ?? '',
    time: '28',
    firstDay: '',
    lastDay: '',
    language,
    text: 'auto',
    segments: [],
  })
  const put = (change: Partial<OrderDraft>) => setDraft({ ...draft, ...change })
  const action = useAction(async () => {
    const { id } = await client.send<ReportView>('POST', paths.reports, orderOf(draft, Date.now()))
    go(href(['reports', id]))
  })
  const { kind } = draft
  return (
    <Card title={t(x.make)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy && isComplete(draft)) action.run()
        }}
      >
        <div className="row wrap fields">
          <Select
            label={t(x.kind)}
            value={kind}
            options={reportKinds.map((value) => ({ value, text: t(x[value]) }))}
            onValue={(value) => {
              const next = reportKinds.find((one) => one === value) ?? 'month'
              put({ kind: next, subject: next === 'month' ? (lastMonths(Date.now())[1] ?? '') : '' })
            }}
          />
          <SubjectField key={kind} kind={kind} subject={draft.subject} onSubject={(subject) => put({ subject })} />
          {hasTime(kind) ? (
            <Select
              label={t(x.time)}
              value={draft.time}
              options={times.map((value) => ({
                value,
                text: value === 'own' ? t(x.ownDays) : t(x.lastDays(f.count(Number(value)))),
              }))}
              onValue={(time) => put({ time })}
            />
          ) : null}
          {hasTime(kind) && draft.time === 'own' ? (
            <>
              <Field
                label={t(x.firstDay)}
                type="date"
                required
                value={draft.firstDay}
                onText={(firstDay) => put({ firstDay })}
              />
              <Field
                label={t(x.lastDay)}
                type="date"
                required
                value={draft.lastDay}
                onText={(lastDay) => put({ lastDay })}
              />
            </>
          ) : null}
          <Select
            label={t(x.language)}
            value={draft.language}
            options={(['en', 'zh'] as const).map((value) => ({ value, text: reportLanguageNames[value] }))}
            onValue={(value) => put({ language: value === 'zh' ? 'zh' : 'en' })}
          />
          <Select
            label={t(x.writer)}
            value={draft.text}
            options={writers.map((value) => ({ value, text: t(x[value]) }))}
            onValue={(value) => put({ text: value === 'template' ? 'template' : 'auto' })}
          />
        </div>
        {kind === 'experiment' ? (
          <>
            <p className="sm muted mt3">{t(x.wholeRun)}</p>
            <SegmentChoice
              label={t(x.bySegments)}
              chosen={draft.segments}
              onChosen={(segments) => put({ segments: segments.slice(0, 10) })}
            />
          </>
        ) : null}
        <div className="row wrap mt4">
          <button type="submit" className="btn primary" disabled={action.busy || !isComplete(draft)}>
            {t(x.makeNow)}
          </button>
          <span className="sm soft" role="status">
            {action.busy ? t(x.making) : ''}
          </span>
        </div>
        <FormProblem problem={action.problem} known={reportProblems} />
      </form>
    </Card>
  )
}
