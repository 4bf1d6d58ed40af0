import { recommended, shelves } from './lists.js'
import { button, el, productCard, starButtons, titleOf } from './views.js'

/** A product in the words of the standard events. */
const facts = ({ id, price, currency, texts: words }, language) => ({
  product_id: id,
  name: words[`title_${language}`],
  category: words.category_en,
  price: price ?? 0,
  currency: currency ?? 'CNY',
})

/** The pages by name; each fills `main` and sends the event that says it was opened. */
export const pages = {
  home({ shop, main }) {
    const { client, setting, t } = shop
    client.page('Home')
    const place = el('div')
    main.append(el('h1', {}, t.name), shelves(shop, null), place)
    void recommended(shop, place, { placement: setting.placement })
  },
  shelf({ shop, main, argument: key }) {
    const { client, products, kept, t } = shop
    const found = [...products.values()].filter(({ texts: words }) => words.category_en === key)
    client.track('Product List Viewed', { category: key })
    main.append(
      el('h1', {}, found[0]?.texts[`category_${kept.language}`] ?? t.all),
      shelves(shop, key),
      el(
        'section',
        {},
        el('div', { class: 'grid' }, ...found.map((product) => productCard(product, { t, language: kept.language }))),
      ),
    )
  },
  item({ shop, main, argument: id }) {
    const { client, products, setting, kept, keep, t } = shop
    const product = products.get(id)
    if (!product) {
      main.append(el('p', { class: 'note' }, t.unknown))
      return
    }
    client.track('Product Viewed', facts(product, kept.language))
    const add = button(kept.cart.includes(id) ? t.added : t.add, addToCart, 'primary')
    function addToCart() {
      kept.cart.push(id)
      client.track('Product Added', { ...facts(product, kept.language), quantity: 1 })
      add.textContent = t.added
      keep()
      shop.drawLinks()
    }
    const rating = el('div')
    const drawRating = () =>
      rating.replaceChildren(
        starButtons(t, kept.ratings[id] ?? 0, (stars) => {
          kept.ratings[id] = stars
          client.track('Product Reviewed', { product_id: id, rating: stars })
          keep()
          drawRating()
        }),
      )
    drawRating()
    const words = product.texts
    const place = el('div')
    main.append(
      el(
        'article',
        { class: 'product' },
        el('img', { src: product.image, alt: '', width: 480, height: 480 }),
        el(
          'div',
          { class: 'facts' },
          el('h1', {}, titleOf(product, kept.language)),
          el(
            'span',
            { class: 'fine' },
            `${t.by(words[`brand_${kept.language}`])} · ${words[`category_${kept.language}`]}`,
          ),
          el('p', {}, words[`description_${kept.language}`]),
          el('span', { class: 'price' }, t.price(product.price ?? 0)),
          add,
          rating,
        ),
      ),
      place,
    )
    if (setting.productPlacement)
      void recommended(
        shop,
        place,
        { placement: setting.productPlacement, n: 5, context: { itemId: id }, filter: { excludeItems: [id] } },
        t.goesWith,
      )
  },
  cart({ shop, main }) {
    const { client, products, kept, keep, t } = shop
    const inCart = kept.cart.flatMap((id, at) => (products.has(id) ? [{ at, product: products.get(id) }] : []))
    client.track('Cart Viewed', { products: inCart.map(({ product }) => facts(product, kept.language)) })
    main.append(el('h1', {}, t.cart(inCart.length)))
    if (kept.ordered) {
      main.append(el('p', { class: 'note', role: 'status' }, t.ordered(kept.ordered)))
      kept.ordered = null
      keep()
    }
    if (inCart.length === 0) {
      main.append(el('p', { class: 'note' }, t.emptyCart), el('p', { class: 'note' }, el('a', { href: '#/' }, t.home)))
      return
    }
    const total = inCart.reduce((sum, { product }) => sum + (product.price ?? 0), 0)
    const takeOut = (at, product) => {
      kept.cart.splice(at, 1)
      client.track('Product Removed', { ...facts(product, kept.language), quantity: 1 })
      keep()
      shop.draw()
    }
    const order = () => {
      const order_id = `shop-${Date.now().toString(36)}`
      client.track('Order Completed', {
        order_id,
        total,
        currency: 'CNY',
        products: inCart.map(({ product }) => ({ ...facts(product, kept.language), quantity: 1 })),
      })
      kept.cart = []
      kept.ordered = order_id
      keep()
      shop.draw()
    }
    main.append(
      el(
        'ul',
        { class: 'cart' },
        ...inCart.map(({ at, product }) =>
          el(
            'li',
            {},
            el('img', { src: product.image, alt: '', width: 56, height: 56 }),
            el('a', { href: `#/item/${encodeURIComponent(product.id)}` }, titleOf(product, kept.language)),
            el('span', {}, t.price(product.price ?? 0)),
            button(t.remove, () => takeOut(at, product), 'quiet'),
          ),
        ),
      ),
      el(
        'div',
        { class: 'total' },
        el('span', {}, t.total),
        el('b', {}, t.price(total)),
        button(t.order, order, 'primary'),
      ),
    )
  },
}
