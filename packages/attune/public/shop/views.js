/**
 * Makes an element. Text is always text: nothing here parses HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` are listeners, null and false are left out
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

export const button = (label, onclick, kind = '') =>
  el('button', { class: `btn ${kind}`, type: 'button', onclick }, label)

/** One product as a card that leads to its page. */
export function productCard(product, { t, language, reason, onOpen }) {
  return el(
    'a',
    { class: 'card', href: `#/item/${encodeURIComponent(product.id)}`, onclick: onOpen },
    el('img', { src: product.image, alt: '', loading: 'lazy', width: 200, height: 200 }),
    el(
      'span',
      { class: 'about' },
      el('span', { class: 'title' }, titleOf(product, language)),
      el('span', { class: 'maker' }, t.by(product.texts[`brand_${language}`] ?? '')),
      el('span', { class: 'price' }, t.price(product.price ?? 0)),
      reason ? el('span', { class: 'reason' }, reason) : null,
    ),
  )
}

export const titleOf = (product, language) => product.texts[`title_${language}`] ?? product.title

/** A row of cards under a heading. */
export function productGrid(heading, why, cards) {
  return el(
    'section',
    {},
    el('div', { class: 'head' }, el('h2', {}, heading), why ? el('span', { class: 'why' }, why) : null),
    el('div', { class: 'grid' }, ...cards),
  )
}

/** Five numbered buttons; `onRate(stars)`. */
export function starButtons(t, current, onRate) {
  return el(
    'fieldset',
    { class: 'stars' },
    el('legend', {}, t.rate),
    ...[1, 2, 3, 4, 5].map((stars) =>
      el(
        'button',
        {
          class: 'star',
          type: 'button',
          'aria-label': t.stars(stars),
          'aria-pressed': String(stars <= current),
          onclick: () => onRate(stars),
        },
        String(stars),
      ),
    ),
  )
}

/** Why nothing is recorded, where that is so. */
const whySilent = (t, consent) => {
  const { choice, signal } = consent.get()
  if (consent.allows('analytics') !== false) return null
  return choice ? t.declined : signal ? t.private : t.notAsked
}

/** What was sent, newest first; where nothing is recorded, why. */
export function sentStrip({ t, sent, consent, open, onToggle }) {
  const silent = whySilent(t, consent)
  if (sent.length === 0) return el('p', { class: 'fine' }, silent ?? t.nothingSent)
  const [last] = sent
  const list = el(
    'details',
    { open, ontoggle: (event) => onToggle(event.currentTarget.open) },
    el('summary', {}, el('span', {}, t.sent(sent.length)), el('span', { class: 'last' }, `${last.name} ${last.facts}`)),
    el(
      'ol',
      {},
      ...sent.map(({ at, name, facts, state }) =>
        el(
          'li',
          {},
          el('time', {}, at),
          el('span', {}, name),
          el('code', {}, facts),
          el('span', { class: state === 'refused' ? 'state bad' : 'state' }, t[state]),
        ),
      ),
    ),
  )
  return silent ? el('div', {}, el('p', { class: 'fine' }, silent), list) : list
}
