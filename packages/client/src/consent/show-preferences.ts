import type { Client } from '../types.ts'
import { consentLanguage } from './consent-texts.ts'
import type { ConsentUiOptions } from './consent-ui-options.ts'
import { button, element } from './element.ts'
import { focused, openRoot } from './open-root.ts'
import { preferencesForm } from './preferences-form.ts'
import { wordsOf } from './shown-text.ts'

export interface PreferencesOptions extends ConsentUiOptions {
  /** Shows them as a part of the page, inside this element, in place of a dialog. */
  readonly container?: Element
  readonly onClose?: () => void
}

export interface Preferences {
  close(): void
}

/** The dialog that is open, if one is. */
let opened: Preferences | undefined

/**
 * One switch for each purpose with its sentence, what was chosen when and under which text, and a way to withdraw
 * everything: as a dialog that closes when a choice is saved and gives the focus back, or as a part of a page.
 *
 * @example
 * document.querySelector('#privacy').addEventListener('click', () => showPreferences(attune, { privacyUrl: '/privacy' }))
 */
export function showPreferences(client: Client, options: PreferencesOptions = {}): Preferences {
  const { container, onClose } = options
  if (!container) opened?.close()
  const language = consentLanguage(options.language)
  const words = wordsOf(language, options)
  const { host, root } = openRoot(container ? 'page' : 'preferences', language, options)
  const status = element('p', { role: 'status', class: 'soft' })
  const from = focused()

  const form = preferencesForm(client, language, options, () => {
    if (container) {
      status.textContent = navigator.onLine === false ? words.savedOffline : words.saved
      form.draw()
    } else close()
  })
  const stopListening = client.consent.onChange(form.update)
  const title = element('h2', { id: 'title' }, words.preferencesTitle)
  const shut = button('×', close, { class: 'plain icon', 'aria-label': words.close })
  const head = element('div', { class: 'head' }, title, !container && shut)
  const parts = [head, form.content, ...(container ? [status] : []), form.foot]
  const box = element(
    container ? 'section' : 'dialog',
    { class: container ? 'box page' : 'box sheet', 'aria-labelledby': 'title' },
    ...parts,
  )
  root.append(box)
  ;(container ?? document.body).append(host)
  if (box instanceof HTMLDialogElement) {
    box.addEventListener('close', close)
    box.addEventListener('click', (event) => {
      if (event.target === box) close()
    })
    box.showModal()
  }

  let closed = false
  function close(): void {
    if (closed) return
    closed = true
    stopListening()
    if (opened === preferences) opened = undefined
    const inside = root.activeElement !== null
    host.remove()
    if (inside && from?.isConnected) from.focus()
    onClose?.()
  }

  const preferences: Preferences = { close }
  if (!container) opened = preferences
  form.draw()
  form.load()
  return preferences
}
