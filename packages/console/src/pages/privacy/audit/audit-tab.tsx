import type { AuditPage } from 'attune/api-types'
import { paths } from '../../../api/paths.ts'
import { useResource } from '../../../api/use-resource.ts'
import { Card } from '../../../components/card.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Pager } from '../../../components/pager.tsx'
import { useTrail } from '../../../components/use-trail.ts'
import type { Route } from '../../../router/route.ts'
import { auditTexts as x } from '../../../texts/audit-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { AuditFilter } from './audit-filter.tsx'
import { AuditTable } from './audit-table.tsx'
import { filterOf, timesOf } from './filter-of.ts'
import { VerifyChainCard } from './verify-chain-card.tsx'

const pageSize = 50

/** Who did what, in words; filtered, page by page; and whether the record of it is whole. */
export function AuditTab({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const filter = filterOf(route)
  const [trail, setTrail] = useTrail(JSON.stringify(filter))
  const { action, actor, subject } = filter
  const address = paths.audit({ action, actor, subject, ...timesOf(filter), cursor: trail.at(-1) })
  const audit = useResource<AuditPage>(address, { every: trail.length === 0 ? 30_000 : undefined })
  return (
    <div className="stack">
      <VerifyChainCard />
      <Card title={t(x.card)} sub={t(x.cardSub)} flush>
        <AuditFilter route={route} filter={filter} />
        <div className="pad">
          <Loaded resource={audit} what={x.what} rows={8}>
            {(page) =>
              page.entries.length === 0 ? (
                <div className="empty">
                  <h3>{t(x.none)}</h3>
                  <p>{t(x.noneWhy)}</p>
                </div>
              ) : null
            }
          </Loaded>
        </div>
        {audit.value && audit.value.entries.length > 0 ? (
          <>
            <AuditTable page={audit.value} route={route} />
            <Pager
              trail={trail}
              pageSize={pageSize}
              shown={audit.value.entries.length}
              total={undefined}
              next={audit.value.next}
              onTrail={setTrail}
            />
          </>
        ) : null}
      </Card>
    </div>
  )
}
