import type { SegmentView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import { ClustersCard } from './clusters-card.tsx'
import { SegmentBuilder } from './segment-builder.tsx'
import { SegmentPage } from './segment-page.tsx'
import { SegmentsTable } from './segments-table.tsx'

/** Who matches a rule: all segments, one of them, or the builder (`?new=yes`, with `&rule=` for a rule to begin with; `?edit=yes`). */
export function SegmentsPage({ route }: { readonly route: Route }) {
  const [, id] = route.path
  if (id !== undefined) return <SegmentPage key={id} id={id} route={route} />
  return route.query.has('new') ? <NewSegment start={route.query.get('rule') ?? undefined} /> : <AllSegments />
}

function NewSegment({ start }: { readonly start: string | undefined }) {
  const { t } = useLocale()
  return (
    <Page title={t(x.create)}>
      <SegmentBuilder segment={undefined} start={start} />
    </Page>
  )
}

function AllSegments() {
  const { t, f } = useLocale()
  const { can } = useSession()
  const list = useResource<{ segments: SegmentView[]; base: number }>(paths.segments, { every: 10_000 })
  return (
    <Page
      title={t(x.title)}
      {...(list.value ? { sub: t(x.sub(f.count(list.value.base))) } : {})}
      actions={
        can('segments.change') ? (
          <a className="btn primary" href={href(['segments'], { new: 'yes' })}>
            <Icon name="plus" />
            {t(x.create)}
          </a>
        ) : undefined
      }
    >
      <Loaded resource={list} what={x.what} rows={6}>
        {({ segments }) =>
          segments.length === 0 ? (
            <Card title={t(x.none)}>
              <div className="empty">
                <p>{t(x.noneWhy)}</p>
              </div>
            </Card>
          ) : (
            <section className="card flush" aria-label={t(x.title)}>
              <SegmentsTable segments={segments} />
            </section>
          )
        }
      </Loaded>
      <ClustersCard />
    </Page>
  )
}
