import type { ItemPage } from 'attune/api-types'
import { Fragment, type ReactNode } from 'react'
import { Card } from '../../components/card.tsx'
import { itemTexts as x } from '../../texts/item-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { Availability, Lacks } from './item-badges.tsx'

/** Only addresses a reader can follow without running anything. */
const safe = (url: string) => /^(https?:\/\/|\/(?!\/))/i.test(url)

export function ItemFacts({ item }: { readonly item: ItemPage['items'][number] }) {
  const { t, f } = useLocale()
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t(x.price), item.price === null ? null : f.price(item.price, item.currency)],
    [t(x.available), <Availability key="a" available={item.available} />],
    [t(x.interactions), f.count(item.interactions28d)],
    [t(x.lacks), <Lacks key="l" missing={item.missing} />],
    [t(x.kind), item.kind],
    [t(x.categories), item.categories.join(' · ')],
    [t(x.tags), item.tags.join(' · ')],
    [t(x.brand), item.brand],
    [t(x.language), item.language],
    [t(x.published), item.publishedAt === null ? null : f.moment(Date.parse(item.publishedAt))],
    [t(x.updated), f.moment(Date.parse(item.updatedAt))],
    [
      t(x.link),
      item.url === null ? null : safe(item.url) ? (
        <a key="u" href={item.url} rel="noreferrer noopener" target="_blank">
          {item.url}
        </a>
      ) : (
        item.url
      ),
    ],
    ...Object.entries(item.attributes).map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    ),
  ]
  return (
    <Card title={t(x.about)}>
      {item.description ? (
        <p
          className="soft"
          style={{ marginBottom: 16, maxWidth: '72ch' }}
          {...(item.language ? { lang: item.language } : {})}
        >
          {item.description}
        </p>
      ) : null}
      <dl className="kv">
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ),
        )}
      </dl>
    </Card>
  )
}
