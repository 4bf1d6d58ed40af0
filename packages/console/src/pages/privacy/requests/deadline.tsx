import { Icon } from '../../../components/icon.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'
import { daysLeft } from './days-left.ts'

/** A deadline with what is left of it: overdue by a word and a sign, nearly due by a word and a shape. */
export function Deadline({ dueAt }: { readonly dueAt: string }) {
  const { t, f } = useLocale()
  const due = Date.parse(dueAt)
  const { tone, days } = daysLeft(due, Date.now())
  const n = f.count(days)
  const words = tone === 'bad' ? (days === 0 ? x.overdueToday : x.overdue(n)) : days === 0 ? x.leftToday : x.left(n)
  return (
    <>
      {f.day(due)}{' '}
      {tone === '' ? (
        <small>{t(words)}</small>
      ) : (
        <span className={`badge ${tone}`}>
          {tone === 'bad' ? <Icon name="warn" /> : <span className="dot warn" />}
          {t(words)}
        </span>
      )}
    </>
  )
}
