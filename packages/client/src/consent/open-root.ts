import { consentStyles } from './consent-styles.ts'
import type { ConsentUiOptions } from './consent-ui-options.ts'
import { element } from './element.ts'

/**
 * A host with a shadow root of our own: the page's styles stay out, and ours stay in. Only as `page` is it a part of the
 * page's flow; otherwise it takes no place, whatever the layout of the body.
 */
export function openRoot(
  kind: 'banner' | 'preferences' | 'page',
  language: string,
  { theme = 'auto' }: Pick<ConsentUiOptions, 'theme'>,
): { readonly host: HTMLElement; readonly root: ShadowRoot } {
  const host = element('div', { 'data-attune': kind, 'data-theme': theme, lang: language === 'zh' ? 'zh-CN' : 'en' })
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [consentStyles()]
  return { host, root }
}

/** What has the focus, also within shadow roots. */
export function focused(): HTMLElement | null {
  let found = document.activeElement
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement
  return found instanceof HTMLElement && found !== document.body ? found : null
}
