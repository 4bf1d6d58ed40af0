import type { ApiProblem } from '../api/api-problem.ts'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import type { Text } from '../texts/text.ts'
import { ProblemBanner } from './problem-banner.tsx'

export interface FormProblemProps {
  readonly problem: ApiProblem | undefined
  /** Sentences of this form, by the server's stable code. */
  readonly known: Readonly<Record<string, Text>>
}

/** Why a form was not taken. */
export function FormProblem({ problem, known }: FormProblemProps) {
  const { t } = useLocale()
  if (!problem) return null
  const text = known[problem.code]
  return (
    <div className="mt3">
      {text ? (
        <div className="banner bad" role="alert">
          {t(text)}
        </div>
      ) : (
        <ProblemBanner problem={problem} what={commonTexts.notDone} />
      )}
    </div>
  )
}
