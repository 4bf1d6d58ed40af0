import { type RequestOptions as HttpOptions, request as requestPlain } from 'node:http'
import { type RequestOptions as HttpsOptions, request as requestTls } from 'node:https'
import type { ServerFile } from './server-file.ts'

export interface AskOptions {
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/**
 * What a TLS connection has to show: exactly the certificate that the server wrote down. Who signed it and for which name does
 * not matter, so one made by oneself does, and nobody else's does.
 */
const heldTo = (certificate: string): HttpsOptions => ({
  ca: [certificate],
  // A certificate that somebody else signed is trusted for itself, without its signer.
  allowPartialTrustChain: true,
  checkServerIdentity: (_host, { raw }) => {
    const expected = certificate.replaceAll(/-----[^-]+-----|\s/g, '')
    return raw.toString('base64') === expected
      ? undefined
      : Object.assign(new Error('The server shows another certificate than the one it wrote down.'), {
          code: 'OTHER_CERTIFICATE',
        })
  },
})

/**
 * Asks a server that runs on this computer, with the key from its file; over TLS nobody but that server is told the key.
 *
 * @throws what the network throws; `TimeoutError` when the signal ends it
 */
export function askServer(
  { url, key, certificate }: Pick<ServerFile, 'url' | 'key' | 'certificate'>,
  method: string,
  path: string,
  { body, signal }: AskOptions = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const options: HttpOptions = {
    method,
    agent: false,
    headers: {
      authorization: `Bearer ${key}`,
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    },
    ...(signal === undefined ? {} : { signal }),
  }
  return new Promise((resolve, reject) => {
    const address = new URL(path, url)
    const secure = address.protocol === 'https:'
    if (secure && certificate === undefined) {
      reject(new Error('The server speaks TLS and wrote down no certificate.'))
      return
    }
    const request =
      secure && certificate !== undefined
        ? requestTls(address, { ...options, ...heldTo(certificate) })
        : requestPlain(address, options)
    request.on('error', (error) => reject(signal?.aborted ? signal.reason : error))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    request.end(text)
  })
}
