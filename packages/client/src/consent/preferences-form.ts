import type { ConsentAnswer, Purpose } from '../consent-types.ts'
import type { Client } from '../types.ts'
import { acceptAll, rejectAll } from './choose-all.ts'
import type { ConsentLanguage } from './consent-texts.ts'
import type { ConsentUiOptions } from './consent-ui-options.ts'
import { button, element } from './element.ts'
import { shownText, wordsOf } from './shown-text.ts'

export interface PreferencesForm {
  readonly content: HTMLElement
  readonly foot: HTMLElement
  /** Draws what holds now; switches that were moved and not saved fall back. */
  draw(): void
  /** Something changed elsewhere. */
  update(): void
  /** Asks the server for the purposes and the text, and draws what it says. */
  load(): void
}

/** The inside of the preferences, whether they stand in a dialog or in a page. */
export function preferencesForm(
  client: Client,
  language: ConsentLanguage,
  options: ConsentUiOptions,
  saved: () => void,
): PreferencesForm {
  const { consent } = client
  const words = wordsOf(language, options)
  const content = element('div', { class: 'scroll' })
  const foot = element('div', { class: 'foot' })
  const switches = new Map<Purpose, HTMLInputElement>()
  /** Where the server could not be reached. */
  let failed = false
  let drawn = ''

  const known = (): string => JSON.stringify([consent.get(), failed])

  function draw(): void {
    const { answer, choice } = consent.get()
    drawn = known()
    const giveFocusBack = holdFocus(content, foot)
    const text = shownText(answer, language, options)
    switches.clear()
    content.replaceChildren(
      ...notes(text.version),
      ...text.paragraphs.map((paragraph) => element('p', { lang: text.language }, paragraph)),
      answer ? purposeList(answer) : loading(),
      ...rights(),
    )
    const how = { source: 'preferences', ...(answer && { textVersion: text.version }) } as const
    const act = (label: string, work: () => void, attributes = {}): HTMLButtonElement =>
      button(
        label,
        () => {
          work()
          saved()
        },
        attributes,
      )
    const granted = choice !== null && Object.values(choice.purposes).includes(true)
    const reject = act(granted ? words.withdraw : words.rejectAll, () => rejectAll(client, how), { class: 'plain' })
    const save = (): void =>
      consent.set(Object.fromEntries([...switches].map(([purpose, { checked }]) => [purpose, checked])), how)
    foot.replaceChildren(
      reject,
      ...(answer
        ? [act(words.acceptAll, () => acceptAll(client, how), { class: 'plain' }), act(words.save, save)]
        : []),
    )
    giveFocusBack()
  }

  function notes(version: string | null): readonly HTMLElement[] {
    const { choice, signal, answer } = consent.get()
    if (choice === null && signal !== null) return [element('p', { class: 'note' }, words.signal[signal])]
    if (choice === null)
      return answer === null
        ? []
        : [element('p', { class: 'soft' }, answer.asksFirst ? words.notChosen : words.notObjected)]
    const when = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      dateStyle: 'long',
      timeStyle: 'short',
    }).format(choice.at)
    return [
      element('p', { class: 'soft' }, words.chosen(when, choice.textVersion)),
      ...(answer && choice.textVersion !== version ? [element('p', { class: 'note' }, words.textChanged)] : []),
    ]
  }

  const purposeList = ({ purposes }: ConsentAnswer): HTMLElement =>
    element(
      'ul',
      {},
      ...purposes.map((told) => {
        const { purpose, separate } = told
        const fixed = purpose === 'storage'
        const title = told.title[language]
        const input = element('input', {
          type: 'checkbox',
          role: 'switch',
          id: purpose,
          'aria-describedby': `${purpose}-why`,
        })
        input.checked = consent.allows(purpose) === true
        if (!fixed) switches.set(purpose, input)
        const why = [told.description[language], fixed && words.whyAlwaysOn, separate && words.separate]
        return element(
          'li',
          {},
          fixed
            ? element('div', { class: 'row' }, element('b', {}, title), element('span', {}, words.alwaysOn))
            : element('div', { class: 'row' }, element('label', { for: purpose }, title), input),
          element('p', { class: 'soft', id: `${purpose}-why` }, why.filter(Boolean).join(language === 'zh' ? '' : ' ')),
        )
      }),
    )

  const loading = (): HTMLElement =>
    failed
      ? element(
          'div',
          { role: 'alert' },
          element('p', { class: 'note' }, words.notLoaded),
          button(words.again, load, { class: 'plain' }),
        )
      : element('p', { class: 'soft', 'aria-busy': 'true' }, '…')

  function rights(): readonly HTMLElement[] {
    const { privacyUrl, contact } = options
    return [
      ...(contact ? [element('p', {}, words.rights, ' ', contactLink(contact))] : []),
      ...(privacyUrl ? [element('p', {}, element('a', { href: privacyUrl }, words.privacyNotice))] : []),
    ]
  }

  function update(): void {
    if (known() !== drawn) draw()
  }

  function load(): void {
    void consent.load(options.language ?? document.documentElement.lang).then(({ answer }) => {
      failed = answer === null
      update()
    })
  }

  return { content, foot, draw, update, load }
}

/** Remembers which control has the focus; the returned function gives it to the one that stands there after drawing. */
function holdFocus(...parts: readonly HTMLElement[]): () => void {
  const controls = (part: HTMLElement) => [...part.querySelectorAll<HTMLElement>('button, input, a')]
  const places = parts.map((part) => controls(part).findIndex((control) => control.matches(':focus')))
  return () => {
    for (const [at, part] of parts.entries()) {
      const place = places[at] ?? -1
      if (place >= 0)
        controls(part)
          .slice(0, place + 1)
          .at(-1)
          ?.focus()
    }
  }
}

/** Words stay words; an address can be followed. */
function contactLink(contact: string): HTMLElement | string {
  if (/^https?:\/\//.test(contact)) return element('a', { href: contact }, contact)
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) return element('a', { href: `mailto:${contact}` }, contact)
  return contact
}
