import { useState } from 'react'
import { LazyPage } from '../components/lazy-page.tsx'
import { Page } from '../components/page.tsx'
import { AccountPage } from '../pages/account/account-page.tsx'
import { EventsPage } from '../pages/events/events-page.tsx'
import { ItemPage } from '../pages/items/item-page.tsx'
import { ItemsPage } from '../pages/items/items-page.tsx'
import { KeysPage } from '../pages/keys/keys-page.tsx'
import { ModelsPage } from '../pages/models/models-page.tsx'
import { OverviewPage } from '../pages/overview/overview-page.tsx'
import { PeoplePage } from '../pages/people/people-page.tsx'
import { PersonPage } from '../pages/people/person-page.tsx'
import { AppShell } from '../shell/app-shell.tsx'
import { DetailContext } from '../shell/detail.tsx'
import { useLocale } from '../texts/locale.tsx'
import { shellTexts } from '../texts/shell-texts.ts'
import type { Route } from './route.ts'
import { useRoute } from './use-route.ts'

/** On their way only when asked for: most readers never open them. */
const privacyPage = () => import('../pages/privacy/privacy-page.tsx').then((module) => module.PrivacyPage)
const segmentsPage = () => import('../pages/segments/segments-page.tsx').then((module) => module.SegmentsPage)
const sourcesPage = () => import('../pages/sources/sources-page.tsx').then((module) => module.SourcesPage)
const qualityPage = () => import('../pages/quality/quality-page.tsx').then((module) => module.QualityPage)
const interestsPage = () => import('../pages/interests/interest-map-page.tsx').then((module) => module.InterestMapPage)
const labelsPage = () => import('../pages/labels/labels-page.tsx').then((module) => module.LabelsPage)
const opinionsPage = () => import('../pages/opinions/opinions-page.tsx').then((module) => module.OpinionsPage)
const experimentsPage = () =>
  import('../pages/experiments/experiments-page.tsx').then((module) => module.ExperimentsPage)
const flagsPage = () => import('../pages/flags/flags-page.tsx').then((module) => module.FlagsPage)
const upliftPage = () => import('../pages/uplift/uplift-page.tsx').then((module) => module.UpliftPage)
const metricsPage = () => import('../pages/metrics/metrics-page.tsx').then((module) => module.MetricsPage)
const valuePage = () => import('../pages/value/value-page.tsx').then((module) => module.ValuePage)
const attributionPage = () =>
  import('../pages/attribution/attribution-page.tsx').then((module) => module.AttributionPage)
const funnelPage = () => import('../pages/behaviour/funnel-page.tsx').then((module) => module.FunnelPage)
const retentionPage = () => import('../pages/behaviour/retention-page.tsx').then((module) => module.RetentionPage)
const pathsPage = () => import('../pages/behaviour/paths-page.tsx').then((module) => module.PathsPage)
const satisfactionPage = () =>
  import('../pages/satisfaction/satisfaction-page.tsx').then((module) => module.SatisfactionPage)
const fairnessPage = () => import('../pages/fairness/fairness-page.tsx').then((module) => module.FairnessPage)
const reportsPage = () => import('../pages/reports/reports-page.tsx').then((module) => module.ReportsPage)
const runsPage = () => import('../pages/runs/runs-page.tsx').then((module) => module.RunsPage)
const placementsPage = () => import('../pages/placements/placements-page.tsx').then((module) => module.PlacementsPage)
const membersPage = () => import('../pages/members/members-page.tsx').then((module) => module.MembersPage)
const languageModelPage = () =>
  import('../pages/language-model/language-model-page.tsx').then((module) => module.LanguageModelPage)

function pageOf(route: Route) {
  const [page = '', one] = route.path
  if (route.path.length > 2) return <NotFound />
  switch (page) {
    case '':
      return <OverviewPage route={route} />
    case 'events':
      return <EventsPage route={route} />
    case 'items':
      return one === undefined ? <ItemsPage route={route} /> : <ItemPage key={one} itemId={one} />
    case 'people':
      return one === undefined ? <PeoplePage route={route} /> : <PersonPage key={one} personId={one} route={route} />
    case 'sources':
      return <LazyPage key={page} load={sourcesPage} props={{ route }} />
    case 'quality':
      return one === undefined ? <LazyPage key={page} load={qualityPage} props={{}} /> : <NotFound />
    case 'interests':
      return one === undefined ? <LazyPage key={page} load={interestsPage} props={{ route }} /> : <NotFound />
    case 'segments':
      return <LazyPage key={page} load={segmentsPage} props={{ route }} />
    case 'labels':
      return <LazyPage key={page} load={labelsPage} props={{ route }} />
    case 'opinions':
      return one === undefined ? <LazyPage key={page} load={opinionsPage} props={{ route }} /> : <NotFound />
    case 'placements':
      return <LazyPage key={page} load={placementsPage} props={{}} />
    case 'models':
      return <ModelsPage route={route} />
    case 'runs':
      return <LazyPage key={page} load={runsPage} props={{ route }} />
    case 'experiments':
      return <LazyPage key={page} load={experimentsPage} props={{ route }} />
    case 'flags':
      return one === undefined ? <LazyPage key={page} load={flagsPage} props={{}} /> : <NotFound />
    case 'uplift':
      return <LazyPage key={page} load={upliftPage} props={{ route }} />
    case 'metrics':
      return one === undefined ? <LazyPage key={page} load={metricsPage} props={{}} /> : <NotFound />
    case 'value':
      return one === undefined ? <LazyPage key={page} load={valuePage} props={{}} /> : <NotFound />
    case 'attribution':
      return one === undefined ? <LazyPage key={page} load={attributionPage} props={{ route }} /> : <NotFound />
    case 'funnels':
      return one === undefined ? <LazyPage key={page} load={funnelPage} props={{ route }} /> : <NotFound />
    case 'retention':
      return one === undefined ? <LazyPage key={page} load={retentionPage} props={{ route }} /> : <NotFound />
    case 'paths':
      return one === undefined ? <LazyPage key={page} load={pathsPage} props={{ route }} /> : <NotFound />
    case 'satisfaction':
      return one === undefined ? <LazyPage key={page} load={satisfactionPage} props={{ route }} /> : <NotFound />
    case 'fairness':
      return one === undefined ? <LazyPage key={page} load={fairnessPage} props={{ route }} /> : <NotFound />
    case 'reports':
      return <LazyPage key={page} load={reportsPage} props={{ route }} />
    case 'privacy':
      return <LazyPage key={page} load={privacyPage} props={{ route }} />
    case 'keys':
      return <KeysPage route={route} />
    case 'language-model':
      return <LazyPage key={page} load={languageModelPage} props={{ route }} />
    case 'members':
      return <LazyPage key={page} load={membersPage} props={{ route }} />
    case 'account':
      return <AccountPage />
    default:
      return <NotFound />
  }
}

export function Router() {
  const route = useRoute()
  const [detail, setDetail] = useState<string>()
  return (
    <AppShell route={route} detail={detail}>
      <DetailContext value={setDetail}>{pageOf(route)}</DetailContext>
    </AppShell>
  )
}

function NotFound() {
  const { t } = useLocale()
  return (
    <Page title={t(shellTexts.notFound)} sub={t(shellTexts.notFoundHelp)}>
      <a className="btn" href="#/">
        {t(shellTexts.toOverview)}
      </a>
    </Page>
  )
}
