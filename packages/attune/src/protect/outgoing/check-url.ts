import { isIP } from 'node:net'
import { attuneError } from '../../errors.ts'
import { addressKind } from './address-kind.ts'
import type { HostList } from './host-list.ts'

/** What `protect.outgoing` allows besides public machines over TLS. */
export interface OutgoingRules {
  readonly allowed: HostList
  readonly http: HostList
}

/** A URL that may be asked, so far as its text says. */
export interface CheckedUrl {
  readonly url: URL
  /** Without the brackets of IPv6: a name in ASCII, or an address as it is usually written. */
  readonly host: string
}

export const longestUrl = 2048

/** Names that mean something of one's own network wherever they are asked for. */
const innerName =
  /^[^.]+$|\.(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|invalid|test|onion)$/
/** Metadata of clouds under names that look public. */
const metadataName = /^(?:metadata\.goog|metadata\.tencentyun\.com)$/

/** Says why and not what: a URL may hold a secret. */
const refused = (why: string) =>
  attuneError('outgoing-url-refused', `Attune does not send to this address: ${why}.`, { details: { field: 'url' } })

/** The host without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** Whether the host itself is listed: its name, or its address. */
export const isListed = (list: HostList, host: string): boolean => list.hasName(host) || list.hasAddress(host)

/**
 * Judges the text of an address, before any name is asked for. Spellings of the parser (decimal, octal and hexadecimal
 * IPv4, full-width digits, percent signs) are one address after parsing, and that one is judged.
 *
 * @throws AttuneError `outgoing-url-refused`, which says why
 */
export function checkUrl(text: string, { allowed, http }: OutgoingRules): CheckedUrl {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a parser drops them without a word, so two may read two hosts
  if (text.length > longestUrl || /[\s\\\u0000-\u001f\u007f]/.test(text) || !URL.canParse(text))
    throw refused(`it is no address of at most ${longestUrl} characters, such as https://example.com/attune`)
  const url = new URL(text)
  const host = hostOf(url)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('it is not https')
  if (url.username !== '' || url.password !== '') throw refused('a name or password stands in it')
  if (host === '' || host.endsWith('.')) throw refused('its host is empty or ends with a dot')
  if (url.protocol === 'http:' && !isListed(http, host))
    throw refused('it is not https (protect.outgoing.allowHttp lists hosts that may be asked without)')
  if (isListed(allowed, host)) return { url, host }
  if (isIP(host) !== 0 ? addressKind(host) !== 'public' : innerName.test(host) || metadataName.test(host))
    throw refused('its host is not public (protect.outgoing.allowedHosts lists those of your own that may be asked)')
  if (!isUsualPort(url)) throw refused('its port is not 443 or above 1023')
  return { url, host }
}

/** A port below 1024 belongs to a service that is no web server; of one's own hosts the configuration may know better. */
function isUsualPort({ port, protocol }: URL): boolean {
  return port === '' || Number(port) > 1023 || (protocol === 'http:' ? port === '80' : port === '443')
}
