import { useLocale } from '../texts/locale.tsx'
import { shellTexts as x } from '../texts/shell-texts.ts'
import { useDueRequests } from './use-due-requests.ts'

/** How many requests are overdue or nearly due; nothing where none is. A square means overdue, a diamond nearly due. */
export function DueBadge() {
  const { t, f } = useLocale()
  const due = useDueRequests()
  if (due === undefined || due.overdue + due.dueSoon === 0) return null
  const words = t(x.dueBadge(f.count(due.overdue), f.count(due.dueSoon)))
  return (
    <span className="n hot" title={words}>
      <span className={due.overdue > 0 ? 'dot bad' : 'dot warn'} />{' '}
      <span aria-hidden="true">{f.count(due.overdue + due.dueSoon)}</span>
      <span className="sr">{words}</span>
    </span>
  )
}
