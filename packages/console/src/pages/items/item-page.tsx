import type { ItemPage as Items, SimilarResponse } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Picture } from '../../components/picture.tsx'
import { useDetail } from '../../shell/detail.tsx'
import { itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ItemFacts } from './item-facts.tsx'
import { SimilarList } from './similar-list.tsx'

export function ItemPage({ itemId }: { readonly itemId: string }) {
  const { t, language } = useLocale()
  const item = useResource<Items['items'][number]>(paths.item(itemId))
  const similar = useResource<SimilarResponse>(paths.similar(itemId, language))
  const title = item.value?.title ?? itemId
  useDetail(title)
  const model = similar.value?.model
  return (
    <Page
      title={title}
      sub={<span className="mono break">{itemId}</span>}
      before={<Picture source={item.value?.image ?? null} size="huge" />}
    >
      <div className="grid">
        <div className="c7 stack">
          <Loaded resource={item} what={x.what} rows={5}>
            {(shown) => <ItemFacts item={shown} />}
          </Loaded>
        </div>
        <div className="c5 stack">
          <Card title={t(x.similar)} {...(model ? { sub: t(x.similarBy(`${model.name} v${model.version}`)) } : {})}>
            <Loaded resource={similar} rows={4}>
              {(shown) => <SimilarList similar={shown} />}
            </Loaded>
          </Card>
        </div>
      </div>
    </Page>
  )
}
