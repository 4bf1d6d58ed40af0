import type { ConsentTexts } from './consent-texts.ts'

export interface ConsentUiOptions {
  /** Such as `zh-CN`; default: the `lang` of the page. */
  readonly language?: string
  /** Default `auto`: as the browser is set. */
  readonly theme?: 'auto' | 'light' | 'dark'
  /** Words of your own. With a `body` of your own the server's text is not shown: name its `textVersion`. */
  readonly texts?: Partial<ConsentTexts>
  /** The version of a `body` of your own, as it was put with `PUT /v1/consent/texts/:version/:language`. */
  readonly textVersion?: string
  /** Address of the privacy notice. */
  readonly privacyUrl?: string
  /** Where people ask for a copy of their data or for its erasure: an e-mail address, an https address, or words. */
  readonly contact?: string
}
