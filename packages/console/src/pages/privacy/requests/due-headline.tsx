import { useDueRequests } from '../../../shell/use-due-requests.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'

/** How many wait, in a sentence; what is overdue first. */
export function DueHeadline() {
  const { t, f } = useLocale()
  const due = useDueRequests()
  if (due === undefined) return <p className="grow" />
  const parts = [
    due.overdue > 0 ? x.headlineOverdue(f.count(due.overdue)) : undefined,
    due.dueSoon > 0 ? x.headlineSoon(f.count(due.dueSoon)) : undefined,
    due.overdue + due.dueSoon === 0 && due.nextDueAt !== null
      ? x.headlineNext(f.day(Date.parse(due.nextDueAt)))
      : undefined,
  ].filter((part) => part !== undefined)
  return (
    <div className="grow">
      <p>
        <b>{due.open === 0 ? t(x.headlineNone) : t(x.headline(f.count(due.open)))}</b>{' '}
        {parts.map((part) => t(part)).join(' ')}
      </p>
      <p className="xs muted">{t(x.law)}</p>
    </div>
  )
}
