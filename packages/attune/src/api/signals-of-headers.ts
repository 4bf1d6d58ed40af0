import type { IncomingHttpHeaders } from 'node:http'
import type { Signal } from '../protect/consent/purposes.ts'

/** What a browser says of its person's wishes: Global Privacy Control (`Sec-GPC: 1`) and Do Not Track (`DNT: 1`). */
export function signalsOfHeaders(headers: IncomingHttpHeaders): readonly Signal[] {
  return [...(headers['sec-gpc'] === '1' ? ['gpc' as const] : []), ...(headers.dnt === '1' ? ['dnt' as const] : [])]
}
