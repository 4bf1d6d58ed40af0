import { createClient } from './attune/index.js'
import { texts } from './texts.js'
import { el, productCard, productGrid, sentStrip, starButtons, titleOf } from './views.js'

const [setting, catalogue] = await Promise.all(
  ['config.json', 'catalogue.json'].map(async (name) => (await fetch(`/shop/${name}`)).json()),
)
const products = new Map(catalogue.items.map((item) => [item.id, item]))

/** What the page remembers besides what the client does; kept for the session where the browser allows it. */
const kept = read() ?? { language: navigator.language.startsWith('zh') ? 'zh' : 'en', cart: [], ratings: {} }
const sent = []
let ordered = null
let stripOpen = false
let client = connect('respect')
let t = texts[kept.language]
let asked = 0

function read() {
  try {
    return JSON.parse(sessionStorage.getItem('shop') ?? 'null')
  } catch {
    return null
  }
}

function keep() {
  try {
    sessionStorage.setItem('shop', JSON.stringify(kept))
  } catch {
    // Not allowed: the page forgets on reload.
  }
}

function connect(privacySignals) {
  return createClient({
    url: location.origin,
    key: setting.key,
    flushIntervalMs: 800,
    privacySignals,
    onEvent: (event) => {
      const facts = event.properties ?? event.traits ?? { decisionId: event.decisionId }
      sent.unshift({
        messageId: event.messageId,
        at: new Date().toLocaleTimeString('en-GB'),
        name: event.event ?? event.type ?? 'exposure',
        facts: JSON.stringify(facts),
        state: 'waiting',
      })
      void client.flush().then(() => settle('stored', (one) => one.state === 'waiting'))
      drawStrip()
    },
    onError: ({ code, event }) => {
      if (code === 'refused' && event) settle('refused', (one) => one.messageId === event.messageId)
    },
  })
}

function settle(state, which) {
  for (const one of sent) if (which(one)) one.state = state
  drawStrip()
}

function drawStrip() {
  const strip = sentStrip({
    t,
    sent,
    recording: client.recording,
    open: stripOpen,
    onToggle: (open) => {
      stripOpen = open
    },
    onRecord: () => {
      client = connect('ignore')
      draw()
    },
  })
  document.getElementById('sent').replaceChildren(strip)
}

/** A product in the words of the standard events. */
const facts = ({ id, price, currency, texts: words }) => ({
  product_id: id,
  name: words[`title_${kept.language}`],
  category: words.category_en,
  price: price ?? 0,
  currency: currency ?? 'CNY',
})

const button = (label, onclick, kind = '') => el('button', { class: `btn ${kind}`, type: 'button', onclick }, label)

function go(hash) {
  if (location.hash === hash) draw()
  else location.hash = hash
}

/** A reason names a title in the catalogue's language; here it is said in the page's. */
function reasonOf({ reason, because }) {
  if (!reason) return null
  return because.reduce((text, id) => {
    const product = products.get(id)
    return product ? text.replace(product.title, titleOf(product, kept.language)) : text
  }, reason)
}

/** Asks for a list and shows it; the list counts as seen when a part of it is on the screen. */
async function recommended(place, request, heading) {
  const mine = asked
  try {
    // What was just done should count already.
    await client.flush()
    const picked = await client.recommend({
      n: 10,
      ...request,
      context: { language: kept.language, ...request.context },
    })
    if (mine !== asked) return
    const cards = picked.items.flatMap((item) => {
      const product = products.get(item.itemId)
      if (!product) return []
      const options = { t, language: kept.language, reason: reasonOf(item), onOpen: () => picked.click(item) }
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
    if (mine !== asked) return
    place.replaceChildren(
      el(
        'p',
        { class: 'note' },
        t.failed,
        ' ',
        button(t.again, () => recommended(place, request, heading)),
      ),
    )
  }
}

function shelves(current) {
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

const pages = {
  home(main) {
    client.page('Home')
    const place = el('div')
    main.append(el('h1', {}, t.name), shelves(null), place)
    void recommended(place, { placement: setting.placement })
  },
  shelf(main, key) {
    const found = [...products.values()].filter(({ texts: words }) => words.category_en === key)
    client.track('Product List Viewed', { category: key })
    main.append(
      el('h1', {}, found[0]?.texts[`category_${kept.language}`] ?? t.all),
      shelves(key),
      el(
        'section',
        {},
        el('div', { class: 'grid' }, ...found.map((product) => productCard(product, { t, language: kept.language }))),
      ),
    )
  },
  item(main, id) {
    const product = products.get(id)
    if (!product) {
      main.append(el('p', { class: 'note' }, t.unknown))
      return
    }
    client.track('Product Viewed', facts(product))
    const add = button(kept.cart.includes(id) ? t.added : t.add, addToCart, 'primary')
    function addToCart() {
      kept.cart.push(id)
      client.track('Product Added', { ...facts(product), quantity: 1 })
      add.textContent = t.added
      keep()
      drawLinks()
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
        place,
        { placement: setting.productPlacement, n: 5, context: { itemId: id }, filter: { excludeItems: [id] } },
        t.goesWith,
      )
  },
  cart(main) {
    const inCart = kept.cart.flatMap((id, at) => (products.has(id) ? [{ at, product: products.get(id) }] : []))
    client.track('Cart Viewed', { products: inCart.map(({ product }) => facts(product)) })
    main.append(el('h1', {}, t.cart(inCart.length)))
    if (ordered) {
      main.append(el('p', { class: 'note', role: 'status' }, t.ordered(ordered)))
      ordered = null
    }
    if (inCart.length === 0) {
      main.append(el('p', { class: 'note' }, t.emptyCart), el('p', { class: 'note' }, el('a', { href: '#/' }, t.home)))
      return
    }
    const total = inCart.reduce((sum, { product }) => sum + (product.price ?? 0), 0)
    const takeOut = (at, product) => {
      kept.cart.splice(at, 1)
      client.track('Product Removed', { ...facts(product), quantity: 1 })
      keep()
      draw()
    }
    const order = () => {
      const order_id = `shop-${Date.now().toString(36)}`
      client.track('Order Completed', {
        order_id,
        total,
        currency: 'CNY',
        products: inCart.map(({ product }) => ({ ...facts(product), quantity: 1 })),
      })
      kept.cart = []
      ordered = order_id
      keep()
      draw()
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

function drawLinks() {
  const swap = button(
    t.other,
    () => {
      kept.language = kept.language === 'zh' ? 'en' : 'zh'
      keep()
      draw()
    },
    'quiet',
  )
  swap.lang = kept.language === 'zh' ? 'en' : 'zh-CN'
  const newcomer = button(
    t.newcomer,
    () => {
      client.reset()
      Object.assign(kept, { cart: [], ratings: {} })
      keep()
      go('#/')
    },
    'quiet',
  )
  document
    .getElementById('links')
    .replaceChildren(newcomer, swap, el('a', { class: 'btn', href: '#/cart' }, t.cart(kept.cart.length)))
}

function draw() {
  asked += 1
  t = texts[kept.language]
  document.documentElement.lang = kept.language === 'zh' ? 'zh-CN' : 'en'
  document.title = t.name
  document.getElementById('brand').textContent = t.name
  document.getElementById('skip').textContent = t.skip
  const [, page = 'home', argument = ''] = /^#\/(item|shelf|cart)(?:\/(.*))?$/.exec(location.hash) ?? []
  const main = document.getElementById('main')
  main.replaceChildren()
  pages[page](main, decodeURIComponent(argument))
  drawLinks()
  drawStrip()
}

addEventListener('hashchange', () => {
  draw()
  scrollTo(0, 0)
  document.getElementById('main').focus({ preventScroll: true })
})
draw()
document.getElementById('skip').addEventListener('click', (event) => {
  // The hash is the page's address: the skip link moves the focus without changing it.
  event.preventDefault()
  document.getElementById('main').focus()
})
