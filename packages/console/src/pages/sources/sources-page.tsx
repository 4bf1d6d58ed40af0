import type { SourceList } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { sourceTexts as x } from '../../texts/source-texts.ts'
import { RulesCard } from './rules-card.tsx'
import { SourcePage } from './source-page.tsx'
import { SourcesTable } from './sources-table.tsx'

/** Where data comes from, what it may hold, and how what contradicts itself is settled; one source at `sources/NAME`. */
export function SourcesPage({ route }: { readonly route: Route }) {
  const [, name] = route.path
  return name === undefined ? <AllSources /> : <SourcePage key={name} name={name} />
}

function AllSources() {
  const { t, f } = useLocale()
  const list = useResource<SourceList>(paths.sources, { every: 30_000 })
  return (
    <Page
      title={t(x.title)}
      {...(list.value
        ? {
            sub: t(
              x.sub(
                f.count(list.value.sources.length),
                f.count(list.value.sources.filter(({ from }) => from !== null).length),
              ),
            ),
          }
        : {})}
      actions={
        <>
          <a className="btn" href={href(['events'], { show: 'refused' })}>
            {t(x.refused)}
          </a>
          <a className="btn" href={href(['quality'])}>
            {t(x.quality)}
          </a>
        </>
      }
    >
      <Loaded resource={list} what={x.what} rows={6}>
        {({ sources, rules }) => (
          <div className="stack">
            {sources.length === 0 ? (
              <Card title={t(x.none)}>
                <div className="empty">
                  <p>{t(x.noneWhy)}</p>
                </div>
              </Card>
            ) : (
              <section className="card flush" aria-label={t(x.title)}>
                <SourcesTable sources={sources} />
              </section>
            )}
            <RulesCard rules={rules} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
