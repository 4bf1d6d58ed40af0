import type { ConsentSummary } from 'attune/api-types'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useResource } from '../../../api/use-resource.ts'
import { Loaded } from '../../../components/loaded.tsx'
import type { Route } from '../../../router/route.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { privacyTexts, regimeTexts, consentTexts as x } from '../../../texts/privacy-texts.ts'
import { NoRight } from '../no-right.tsx'
import { AnswersCard } from './answers-card.tsx'
import { ConsentsTable } from './consents-table.tsx'
import { TextsCard } from './texts-card.tsx'

/** How many people said what, how that changed, and the texts they said it to. */
export function ConsentsTab({ route }: { readonly route: Route }) {
  const { can } = useSession()
  const counted = can('privacy.report')
  const summary = useResource<ConsentSummary>(counted ? paths.consentSummary : undefined)
  return (
    <div className="stack">
      {counted ? (
        <Loaded resource={summary} what={x.what} rows={8}>
          {(told) => (
            <div className="stack">
              <Headline told={told} />
              <ConsentsTable told={told} />
              {told.persons === 0 ? null : <AnswersCard told={told} route={route} />}
            </div>
          )}
        </Loaded>
      ) : (
        <NoRight why={privacyTexts.forConsents} />
      )}
      <TextsCard route={route} />
    </div>
  )
}

function Headline({ told }: { readonly told: ConsentSummary }) {
  const { t, f } = useLocale()
  const named = (regime: string) => t(regimeTexts[regime] ?? [regime, regime])
  const others = Object.entries(told.otherRegimes)
    .map(([regime, n]) => t(x.otherRegime(f.count(n), named(regime))))
    .join(' ')
  return (
    <p className="soft">
      <b>{t(x.headline(f.count(told.persons)))}</b> {t(x.regime(named(told.regime)))}
      {others === '' ? '' : ` ${others}`}
    </p>
  )
}
