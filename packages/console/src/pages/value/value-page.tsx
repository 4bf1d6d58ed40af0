import type { Value } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { valueTexts as x } from '../../texts/value-texts.ts'
import { ChurnCards } from './churn-cards.tsx'
import { DecilesCard } from './deciles-card.tsx'
import { GroupsCard } from './groups-card.tsx'
import { TotalCard } from './total-card.tsx'

/** What customers are worth from here on, who brings it, and who leaves. */
export function ValuePage() {
  const { t, f, language } = useLocale()
  const { client, can } = useSession()
  const value = useResource<{ result: Value | null }>(paths.value)
  const result = value.value?.result ?? undefined
  const fit = useAction(async () => {
    await client.send<Value>('POST', paths.value, result?.input ?? {})
    value.reload()
  })
  const button = (text: string, primary: boolean) =>
    can('segments.change') ? (
      <button
        type="button"
        className={primary ? 'btn primary' : 'btn'}
        disabled={fit.busy}
        onClick={() => void fit.run()}
      >
        {fit.busy ? `${t(commonTexts.loading)}…` : text}
      </button>
    ) : null
  return (
    <Page
      title={t(x.title)}
      sub={result ? `${t(x.sub)} ${t(x.asOf(f.moment(Date.parse(result.at))))}` : t(x.sub)}
      actions={result ? button(t(x.refit), false) : undefined}
    >
      <div className="stack">
        {fit.problem ? <ProblemBanner problem={fit.problem} what={commonTexts.notDone} /> : null}
        <Loaded resource={value} what={x.what} rows={8}>
          {({ result: shown }) =>
            shown === null ? (
              <Card title={t(x.none)}>
                <div className="empty">
                  <p>{t(x.noneWhy)}</p>
                  {button(t(x.fit), true)}
                </div>
              </Card>
            ) : (
              <>
                {shown.warnings.map(({ code, text }) => (
                  <div key={code} className="banner warn" role="note">
                    {text[language]}
                  </div>
                ))}
                <div className="grid">
                  <TotalCard value={shown} />
                  <DecilesCard value={shown} />
                </div>
                <GroupsCard value={shown} />
                <ChurnCards value={shown} />
              </>
            )
          }
        </Loaded>
      </div>
    </Page>
  )
}
