import { button, el, productCard, productGrid, titleOf } from './views.js'

/** A reason names a title in the catalogue's language; here it is said in the page's. */
function reasonOf({ products, kept }, { reason, because }) {
  if (!reason) return null
  return because.reduce((text, id) => {
    const product = products.get(id)
    return product ? text.replace(product.title, titleOf(product, kept.language)) : text
  }, reason)
}

/** Asks for a list and shows it; the list counts as seen when a part of it is on the screen. */
export async function recommended(shop, place, request, heading) {
  const { client, products, kept, t, drawn } = shop
  try {
    // What was just done should count already.
    await client.flush()
    const picked = await client.recommend({
      n: 10,
      ...request,
      context: { language: kept.language, ...request.context },
    })
    if (drawn !== shop.drawn) return
    const cards = picked.items.flatMap((item) => {
      const product = products.get(item.itemId)
      if (!product) return []
      const options = { t, language: kept.language, reason: reasonOf(shop, item), onOpen: () => picked.click(item) }
      return [productCard(product, options)]
    })
    if (cards.length === 0) return
    const { variation, model, fallback } = picked
    const why = fallback
      ? (t.fallbacks[fallback.code] ?? fallback.message)
      : t.decided(variation, model.name, model.version)
    const title = variation === 'popular' || fallback ? (heading ?? t.popular) : (heading ?? t.picked)
    const section = productGrid(title, why, cards)
    place.replaceChildren(section)
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      watch.disconnect()
      picked.expose()
    })
    watch.observe(section.querySelector('.grid'))
  } catch {
    if (drawn !== shop.drawn) return
    place.replaceChildren(
      el(
        'p',
        { class: 'note' },
        t.failed,
        ' ',
        button(t.again, () => recommended(shop, place, request, heading)),
      ),
    )
  }
}

export function shelves({ products, kept, t }, current) {
  const names = new Map(
    [...products.values()].map(({ texts: words }) => [words.category_en, words[`category_${kept.language}`]]),
  )
  return el(
    'nav',
    { class: 'shelves', 'aria-label': t.shelves },
    ...[...names].map(([key, name]) =>
      el(
        'a',
        { class: 'btn', href: `#/shelf/${encodeURIComponent(key)}`, 'aria-current': key === current && 'page' },
        name,
      ),
    ),
  )
}
