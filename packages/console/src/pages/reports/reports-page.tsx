import type { ReportList } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import type { Route } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { reportTexts as x } from '../../texts/report-texts.ts'
import { MakeCard } from './make-card.tsx'
import { ReportPage } from './report-page.tsx'
import { ReportsTable } from './reports-table.tsx'
import { ScheduleCard } from './schedule-card.tsx'

/** Reports: make one, read those that are kept, say which are made by themselves; or one of them. */
export function ReportsPage({ route }: { readonly route: Route }) {
  const [, id] = route.path
  return id === undefined ? <AllReports /> : <ReportPage key={id} id={id} />
}

function AllReports() {
  const { t } = useLocale()
  const { can } = useSession()
  const list = useResource<ReportList>(paths.reports, { every: 60_000 })
  return (
    <Page title={t(x.title)} sub={t(x.sub)}>
      <div className="stack">
        {can('reports.make') ? <MakeCard /> : null}
        <Loaded resource={list} what={x.what} rows={6}>
          {({ reports, scheduled }) => (
            <div className="stack">
              <ReportsTable reports={reports} />
              <ScheduleCard scheduled={scheduled} onChange={list.reload} />
            </div>
          )}
        </Loaded>
      </div>
    </Page>
  )
}
