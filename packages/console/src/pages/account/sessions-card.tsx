import type { SessionView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { accountTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** @param props.role what the reader is, in words */
export function SessionsCard({ role }: { readonly role: string }) {
  const { t, f } = useLocale()
  const { client } = useSession()
  const sessions = useResource<{ sessions: readonly SessionView[] }>(paths.ownSessions)
  const end = useAction(async (id: string) => {
    await client.send('DELETE', paths.endSession(id))
    sessions.reload()
  })
  const named = (agent: string) => (agent === 'other' ? t(x.other) : agent)
  return (
    <Card title={t(x.sessions)} sub={role} columns={6}>
      <Loaded resource={sessions} what={x.what}>
        {(loaded) => (
          <ul className="list">
            {loaded.sessions.map((session) => (
              <li key={session.id} style={{ alignItems: 'center' }}>
                <div className="grow">
                  <span className="m">{named(session.agent)}</span>
                  <small>{t(x.used(f.ago(Date.parse(session.lastUsedAt))))}</small>
                </div>
                {session.current ? (
                  <span className="badge">{t(x.current)}</span>
                ) : (
                  <button
                    type="button"
                    className="btn small"
                    disabled={end.busy}
                    aria-label={t(x.endLabel(named(session.agent)))}
                    onClick={() => end.run(session.id)}
                  >
                    {t(x.end)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <FormProblem problem={end.problem} known={{}} />
    </Card>
  )
}
