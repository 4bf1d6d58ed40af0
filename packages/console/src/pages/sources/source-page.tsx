import type { SourceView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useDetail } from '../../shell/detail.tsx'
import { sourceTexts as x } from '../../texts/source-texts.ts'
import { DeclarationCard } from './declaration-card.tsx'
import { DroppedCard } from './dropped-card.tsx'

/** One source: what it may send, and what it sent besides. */
export function SourcePage({ name }: { readonly name: string }) {
  const source = useResource<SourceView>(paths.source(name))
  const title = source.value?.declaration?.title || name
  useDetail(title)
  return (
    <Page title={title} sub={<span className="mono break">{name}</span>}>
      <Loaded resource={source} what={x.whatOne} rows={5}>
        {(shown) => (
          <div className="grid">
            <div className="c7 stack">
              <DeclarationCard source={shown} />
            </div>
            <div className="c5 stack">
              <DroppedCard dropped={shown.dropped} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
