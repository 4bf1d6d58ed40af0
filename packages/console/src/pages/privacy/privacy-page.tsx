import type { Permission } from 'attune/api-types'
import { useSession } from '../../api/session.tsx'
import { Page } from '../../components/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { href, type Route } from '../../router/route.ts'
import { DueBadge } from '../../shell/due-badge.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { privacyTexts as x } from '../../texts/privacy-texts.ts'
import type { Text } from '../../texts/text.ts'
import { AccessTab } from './access/access-tab.tsx'
import { AuditTab } from './audit/audit-tab.tsx'
import { ConsentsTab } from './consents/consents-tab.tsx'
import { HeldTab } from './held/held-tab.tsx'
import { NoRight } from './no-right.tsx'
import { RequestsTab } from './requests/requests-tab.tsx'

const parts = ['consents', 'requests', 'held', 'audit', 'access'] as const
type Part = (typeof parts)[number]

const needs: Readonly<Record<Exclude<Part, 'consents'>, readonly [Permission, Text]>> = {
  requests: ['privacy.act', x.forRequests],
  held: ['privacy.report', x.forHeld],
  audit: ['audit.read', x.forAudit],
  access: ['access.review', x.forAccess],
}

/** What people agreed to, what they ask for, what is held, who did what, and who may do what. */
export function PrivacyPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const current = parts.find((part) => part === route.path[1]) ?? 'consents'
  return (
    <Page title={t(x.title)} sub={t(x.sub)}>
      <Tabs
        label={t(x.parts)}
        current={current}
        tabs={parts.map((part) => ({
          id: part,
          text: t(x[part]),
          address: href(part === 'consents' ? ['privacy'] : ['privacy', part]),
          ...(part === 'requests' ? { badge: <DueBadge /> } : {}),
        }))}
      />
      <PartOf part={current} route={route} />
    </Page>
  )
}

function PartOf({ part, route }: { readonly part: Part; readonly route: Route }) {
  const { can, personal } = useSession()
  // What the reader may do is known with the first answer.
  if (personal === undefined) return null
  if (part === 'consents') return <ConsentsTab route={route} />
  const [permission, why] = needs[part]
  if (!can(permission)) return <NoRight why={why} />
  switch (part) {
    case 'requests':
      return <RequestsTab route={route} />
    case 'held':
      return <HeldTab />
    case 'audit':
      return <AuditTab route={route} />
    case 'access':
      return <AccessTab />
  }
}
