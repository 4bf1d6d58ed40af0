import { type ApiProblem, messageIn } from '../api/api-problem.ts'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import type { Text } from '../texts/text.ts'
import { Icon } from './icon.tsx'

export interface ProblemBannerProps {
  readonly problem: ApiProblem
  /** What broke, as a sentence. */
  readonly what?: Text
  /** When the value that is still shown came. */
  readonly lastGood?: number | undefined
  readonly onRetry?: () => void
}

const explained: Readonly<Record<string, Text>> = {
  unreachable: commonTexts.unreachable,
  'unexpected-answer': commonTexts.unexpected,
  forbidden: commonTexts.forbidden,
  'too-many-requests': commonTexts.tooMany,
}

/** What broke, what still works, what to do, and the stable code. */
export function ProblemBanner({ problem, what, lastGood, onRetry }: ProblemBannerProps) {
  const { t, f, language } = useLocale()
  const known = explained[problem.code]
  const said = messageIn(problem, language)
  return (
    <div className={`banner ${problem.code === 'unreachable' && lastGood !== undefined ? 'warn' : 'bad'}`} role="alert">
      <Icon name="warn" />
      <div className="grow">
        <b>{t(lastGood === undefined ? (what ?? commonTexts.notLoaded) : commonTexts.notRefreshed)}</b>{' '}
        {known ? t(known) : <span lang={said.lang}>{said.text}</span>}
        {problem.fields.map(({ field, message }) => (
          <div key={field + message} className="xs">
            <span className="mono">{field}</span>{' '}
            {message === problem.message ? null : <span lang="en">{message}</span>}
          </div>
        ))}
        <div className="row wrap mt2">
          {onRetry ? (
            <button type="button" className="btn small" onClick={onRetry}>
              {t(commonTexts.retry)}
            </button>
          ) : null}
          <span className="mono xs muted">{problem.code}</span>
          {lastGood === undefined ? null : <span className="xs muted">{t(commonTexts.lastGood(f.ago(lastGood)))}</span>}
        </div>
      </div>
    </div>
  )
}
