import { showConsentBanner, showPreferences } from './attune/consent/index.js'
import { pages } from './pages.js'
import { connect, openMemory } from './session.js'
import { texts } from './texts.js'
import { button, el, sentStrip } from './views.js'

const [setting, catalogue] = await Promise.all(
  ['config.json', 'catalogue.json'].map(async (name) => (await fetch(`/shop/${name}`)).json()),
)
const { kept, keep } = openMemory()
const sent = []
let stripOpen = false

/** Everything a page works with. `drawn` counts drawings: what was asked for by an earlier one comes too late. */
const shop = {
  setting,
  products: new Map(catalogue.items.map((item) => [item.id, item])),
  kept,
  keep,
  t: texts[kept.language],
  drawn: 0,
  client: connect({ key: setting.key, sent, onChange: drawStrip }),
  draw,
  drawLinks,
}

function drawStrip() {
  const strip = sentStrip({
    t: shop.t,
    sent,
    consent: shop.client.consent,
    open: stripOpen,
    onToggle: (open) => {
      stripOpen = open
    },
  })
  document.getElementById('sent').replaceChildren(strip)
}

let banner

/** Asks first where the server's regime does; the demonstration's does not. */
function askForConsent() {
  banner?.close()
  banner = showConsentBanner(shop.client, { language: kept.language })
}

function drawLinks() {
  const { t } = shop
  const swap = button(
    t.other,
    () => {
      kept.language = kept.language === 'zh' ? 'en' : 'zh'
      keep()
      draw()
      askForConsent()
    },
    'quiet',
  )
  swap.lang = kept.language === 'zh' ? 'en' : 'zh-CN'
  const newcomer = button(
    t.newcomer,
    () => {
      shop.client.reset()
      Object.assign(kept, { cart: [], ratings: {}, ordered: null })
      keep()
      if (location.hash === '#/') draw()
      else location.hash = '#/'
    },
    'quiet',
  )
  const cart = el('a', { class: 'btn', href: '#/cart' }, t.cart(kept.cart.length))
  document.getElementById('links').replaceChildren(newcomer, swap, cart)
}

/** What stands after the page's name in the address; a broken escape names nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function draw() {
  shop.drawn += 1
  shop.t = texts[kept.language]
  document.documentElement.lang = kept.language === 'zh' ? 'zh-CN' : 'en'
  document.title = shop.t.name
  document.getElementById('brand').textContent = shop.t.name
  document.getElementById('skip').textContent = shop.t.skip
  document.getElementById('privacy').textContent = shop.t.privacy
  const [, page = 'home', argument = ''] = /^#\/(item|shelf|cart)(?:\/(.*))?$/.exec(location.hash) ?? []
  const main = document.getElementById('main')
  main.replaceChildren()
  pages[page]({ shop, main, argument: decoded(argument) })
  drawLinks()
  drawStrip()
}

addEventListener('hashchange', () => {
  draw()
  scrollTo(0, 0)
  document.getElementById('main').focus({ preventScroll: true })
})
document.getElementById('skip').addEventListener('click', (event) => {
  // The hash is the page's address: the skip link moves the focus without changing it.
  event.preventDefault()
  document.getElementById('main').focus()
})
document.getElementById('privacy').addEventListener('click', () => {
  showPreferences(shop.client, { language: kept.language, contact: shop.t.contact })
})
draw()
askForConsent()
