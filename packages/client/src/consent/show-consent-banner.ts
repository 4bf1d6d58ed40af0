import type { ConsentAnswer } from '../consent-types.ts'
import type { Client } from '../types.ts'
import { acceptAll, rejectAll } from './choose-all.ts'
import { type ConsentLanguage, consentLanguage } from './consent-texts.ts'
import type { ConsentUiOptions } from './consent-ui-options.ts'
import { button, element } from './element.ts'
import { focused, openRoot } from './open-root.ts'
import { reserveSpace } from './reserve-space.ts'
import { showPreferences } from './show-preferences.ts'
import { shownText, wordsOf } from './shown-text.ts'

export interface BannerOptions extends ConsentUiOptions {
  /** Blocks the page until it is answered or closed with Esc. Default false. */
  readonly modal?: boolean
  /** Ask also where the law does not ask first. Default false. */
  readonly always?: boolean
  /** Tell people whose browser asks not to be tracked that this is respected, on every page that they open. Default false. */
  readonly tellSignal?: boolean
}

export interface Banner {
  /** Takes the banner away, or keeps it from coming. */
  close(): void
}

/** `ask` for a choice, `tell` that a signal is respected, or neither. */
function neededNow({ consent }: Client, language: ConsentLanguage, options: BannerOptions): 'ask' | 'tell' | null {
  const { choice, signal, answer } = consent.get()
  if (answer === null) return null
  if (choice === null && signal !== null) return options.tellSignal ? 'tell' : null
  if (!options.always && !answer.asksFirst) return null
  return choice === null || choice.textVersion !== shownText(answer, language, options).version ? 'ask' : null
}

/**
 * Asks for consent at the foot of the page, without blocking it: when the visitor's law asks first and they have not
 * chosen on this device, or chose under another version of the text. “Accept all” and “Reject all” weigh the same. It comes
 * when the server has said what holds, and goes when a choice is made, here or in another tab. Esc puts it away without a
 * choice until the next page.
 *
 * @example
 * const attune = createClient({ url: 'https://attune.example', key: 'at_write_…' })
 * showConsentBanner(attune, { privacyUrl: '/privacy', contact: 'privacy@shop.example' })
 */
export function showConsentBanner(client: Client, options: BannerOptions = {}): Banner {
  const { consent } = client
  const language = consentLanguage(options.language)
  let shown: { readonly what: string; readonly remove: () => void } | undefined
  const stopListening = consent.onChange(update)

  function update(): void {
    const needed = neededNow(client, language, options)
    const { answer } = consent.get()
    const what = needed && answer ? JSON.stringify([needed, shownText(answer, language, options)]) : undefined
    if (what === shown?.what) return
    shown?.remove()
    shown = needed && answer && what ? { what, remove: place(needed, answer) } : undefined
  }

  function close(): void {
    stopListening()
    shown?.remove()
    shown = undefined
  }

  function place(kind: 'ask' | 'tell', answer: ConsentAnswer): () => void {
    const words = wordsOf(language, options)
    const text = shownText(answer, language, options)
    const { signal } = consent.get()
    const { host, root } = openRoot('banner', language, options)
    const how = { source: 'banner', textVersion: text.version } as const
    const titles = answer.purposes.filter(({ purpose, separate }) => purpose !== 'storage' && !separate)
    const said =
      kind === 'tell' && signal
        ? [element('p', {}, words.signal[signal])]
        : [
            ...text.paragraphs.map((paragraph) => element('p', { lang: text.language }, paragraph)),
            element(
              'p',
              { class: 'soft' },
              words.purposes,
              titles.map(({ title }) => title[language]).join(language === 'zh' ? '、' : ', '),
            ),
          ]
    if (options.privacyUrl) {
      const link = element('a', { href: options.privacyUrl }, words.privacyNotice)
      said.push(element('p', {}, link))
    }
    const content = element('div', { class: 'scroll' }, ...said)
    const choose = button(words.choose, openPreferences, { class: 'plain' })
    const buttons =
      kind === 'tell'
        ? [button(words.understood, close), choose]
        : [
            button(words.rejectAll, () => rejectAll(client, how)),
            button(words.acceptAll, () => acceptAll(client, how)),
            choose,
          ]
    const box = element(
      options.modal ? 'dialog' : 'section',
      { class: 'box banner', 'aria-labelledby': 'title' },
      element('h2', { id: 'title' }, words.title),
      content,
      element('div', { class: 'foot' }, ...buttons),
    )
    // Read out when it comes, since it does not take the focus.
    const heard = element('div', { class: 'hidden', role: 'status' })
    root.append(box, heard)
    /** Where the focus came from. */
    let from = options.modal ? focused() : null
    function openPreferences(): void {
      // The button that opened them is gone with the banner when a choice was made.
      const backToPage = (): void => {
        if (!focused() && from?.isConnected) from.focus()
      }
      showPreferences(client, { ...options, onClose: backToPage })
    }
    root.addEventListener('focusin', (event) => {
      const { relatedTarget } = event as FocusEvent
      if (relatedTarget instanceof HTMLElement && !root.contains(relatedTarget) && !relatedTarget.dataset.attune)
        from = relatedTarget
    })
    root.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') close()
    })
    // First in the page, so that the keyboard meets it first.
    document.body.prepend(host)
    if (content.scrollHeight > content.clientHeight) content.tabIndex = 0
    const giveBack = box instanceof HTMLDialogElement ? undefined : reserveSpace(box)
    if (box instanceof HTMLDialogElement) {
      box.showModal()
      box.addEventListener('cancel', close)
    } else setTimeout(() => heard.append(words.title), 100)
    return () => {
      const inside = root.activeElement !== null
      host.remove()
      giveBack?.()
      if (inside && from?.isConnected) from.focus()
    }
  }

  update()
  void consent.load(options.language ?? document.documentElement.lang)
  return { close }
}
