import type { ItemPage } from 'attune/api-types'
import { useCallback } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Pager } from '../../components/pager.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { useTrail } from '../../components/use-trail.ts'
import type { Route } from '../../router/route.ts'
import { replaceQuery } from '../../router/use-route.ts'
import { lackTexts, itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ItemDataCard } from './item-data-card.tsx'
import { ItemsTable } from './items-table.tsx'

const pageSize = 50
const lacks = ['description', 'categories', 'image', 'price', 'brand', 'vector'] as const

/** What can be offered, and what lacks data. */
export function ItemsPage({ route }: { readonly route: Route }) {
  const { t, f } = useLocale()
  const search = route.query.get('search') ?? ''
  const missing = lacks.find((lack) => lack === route.query.get('missing'))
  const [trail, setTrail] = useTrail(`${search}\n${missing}`)
  const items = useResource<ItemPage>(paths.items({ search, missing, limit: pageSize, cursor: trail.at(-1) }))
  const onSearch = useCallback((text: string) => replaceQuery(route, { search: text }), [route])
  return (
    <Page
      title={t(x.title)}
      {...(items.value ? { sub: t(x.sub(f.count(items.value.total))) } : {})}
      actions={
        <>
          <SearchBox label={t(x.search)} value={search} onSearch={onSearch} />
          <select
            className="input narrow"
            aria-label={t(x.filter)}
            value={missing ?? ''}
            onChange={(event) => replaceQuery(route, { missing: event.target.value })}
          >
            <option value="">{t(x.every)}</option>
            {lacks.map((lack) => (
              <option key={lack} value={lack}>
                {t(x.without(t(lackTexts[lack] ?? [lack, lack])))}
              </option>
            ))}
          </select>
        </>
      }
    >
      <Loaded resource={items} what={x.what} rows={8}>
        {(page) =>
          page.items.length === 0 ? (
            <Card title={t(search || missing ? x.title : x.noItems)}>
              <div className="empty">
                <p>{t(search ? x.noMatch(search) : missing ? x.complete : x.noItemsWhy)}</p>
              </div>
            </Card>
          ) : (
            <section className="card flush" aria-label={t(x.title)}>
              <ItemsTable items={page.items} />
              <Pager
                trail={trail}
                pageSize={pageSize}
                shown={page.items.length}
                total={page.total}
                next={page.next}
                onTrail={setTrail}
              />
            </section>
          )
        }
      </Loaded>
      {items.value && (items.value.total > 0 || missing) ? (
        <div className="mt4">
          <ItemDataCard />
        </div>
      ) : null}
    </Page>
  )
}
