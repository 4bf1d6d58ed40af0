import type { Profile } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { Card } from '../../components/card.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

/** Two sentences by the language model, with the statements that they rest on; written only when somebody asks. */
export function SummaryCard({ profile }: { readonly profile: Profile }) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const [written, setWritten] = useState<{ readonly of: string; readonly profile: Profile }>()
  const of = `${profile.personId} ${language}`
  const write = useAction(async () => {
    setWritten({ of, profile: await client.get<Profile>(paths.summary(profile.personId, language)) })
  })
  const shown = written?.of === of ? written.profile : profile
  const why = shown.omitted.find(({ section }) => section === 'summary')
  if (why?.code === 'no-language-model') return null
  const { summary } = shown
  return (
    <Card
      title={t(x.summary)}
      {...(summary ? { sub: t(x.writtenBy(summary.model)) } : {})}
      end={
        summary ? undefined : (
          <button type="button" className="btn small" disabled={write.busy} onClick={() => write.run()}>
            {t(x.writeSummary)}
          </button>
        )
      }
    >
      {write.problem ? <ProblemBanner problem={write.problem} /> : null}
      {summary ? (
        <>
          <p>{summary.text}</p>
          <details className="xs soft mt2">
            <summary>{t(x.evidence)}</summary>
            <ul className="list">
              {summary.statements.map(({ id, text }) => (
                <li key={id}>{text}</li>
              ))}
            </ul>
          </details>
        </>
      ) : (
        <p className="sm soft">{why?.reason}</p>
      )}
    </Card>
  )
}
