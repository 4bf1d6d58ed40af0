/** Why a message is not to be trusted. */
export class WebhookError extends Error {
  /**
   * `malformed`: a header is missing or no JSON came; `bad-signature`: it was changed, or signed with another secret;
   * `too-old`, `too-new`: its time is out of the window; `replayed`: `seen` knows its id.
   */
  readonly code: 'malformed' | 'bad-signature' | 'too-old' | 'too-new' | 'replayed'

  constructor(code: WebhookError['code'], message: string) {
    super(message)
    this.name = 'WebhookError'
    this.code = code
  }
}

/** What Attune told. */
export interface WebhookMessage {
  /** The same whenever the message comes again. */
  readonly id: string
  readonly type: string
  /** When it happened, ISO 8601. */
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface VerifyWebhookOptions {
  /** The body as it came, before any parsing. */
  readonly body: string | Uint8Array
  /** Of the request: `Headers`, or an object with names in lower case as Node has it. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  /** `whsec_…`; several while a secret is being changed. */
  readonly secret: string | readonly string[]
  /** Milliseconds since the epoch. Default: now. */
  readonly now?: number
  /** A message may be this much older or newer. Default 300. */
  readonly toleranceSeconds?: number
  /** Whether a message of this id was dealt with already. Ask what you keep for a few days: a message may come twice. */
  readonly seen?: (id: string) => boolean | Promise<boolean>
}

const prefix = 'whsec_'
/** Of a secret that changes there are two or three; more would only cost time. */
const mostSignatures = 8

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  } catch {
    return undefined
  }
}

function headerOf(headers: VerifyWebhookOptions['headers'], name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  if (typeof value === 'string' && value !== '') return value
  throw new WebhookError('malformed', `The header ${name} is missing, or there is more than one.`)
}

function joined(start: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const [head, tail] = [
    new TextEncoder().encode(start),
    typeof body === 'string' ? new TextEncoder().encode(body) : body,
  ]
  const all = new Uint8Array(head.length + tail.length)
  all.set(head)
  all.set(tail, head.length)
  return all
}

/**
 * Checks a message by Standard Webhooks 1.0 (`v1`, HMAC-SHA256) and reads it. Signatures are compared in constant time by
 * the Web Cryptography of the platform: Node 20, Deno, workers, browsers.
 *
 * @throws WebhookError when it is not to be trusted; answer 400. For `replayed` answer 204, or it comes again.
 * @example
 * const message = await verifyWebhook({ body, headers: request.headers, secret: process.env.ATTUNE_WEBHOOK_SECRET })
 * if (message.type === 'person.erased') await forget(message.data.personIds)
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<WebhookMessage> {
  const { body, headers, secret, now = Date.now(), toleranceSeconds = 300, seen } = options
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const signatures = headerOf(headers, 'webhook-signature')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .slice(0, mostSignatures)
    .map((one) => bytesOf(one.slice(3)))
    .filter((one) => one !== undefined)
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('malformed', 'webhook-timestamp is no time in seconds.')

  if (
    !(await isSigned(typeof secret === 'string' ? [secret] : secret, joined(`${id}.${timestamp}.`, body), signatures))
  )
    throw new WebhookError('bad-signature', 'The message was changed, or signed with another secret.')
  const age = now / 1000 - Number(timestamp)
  if (age > toleranceSeconds) throw new WebhookError('too-old', `The message is ${Math.round(age)} seconds old.`)
  if (age < -toleranceSeconds)
    throw new WebhookError('too-new', `The message is ${Math.round(-age)} seconds ahead; check the clock.`)
  if (seen && (await seen(id))) throw new WebhookError('replayed', 'A message of this id was dealt with already.')
  return { id, ...read(body) }
}

async function isSigned(
  secrets: readonly string[],
  signed: Uint8Array<ArrayBuffer>,
  signatures: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  for (const secret of secrets) {
    const raw = bytesOf(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret)
    if (raw === undefined || raw.length === 0) throw new TypeError('A webhook secret is “whsec_” and base64.')
    const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify'])
    for (const signature of signatures) if (await crypto.subtle.verify(algorithm, key, signature, signed)) return true
  }
  return false
}

function read(body: string | Uint8Array): Omit<WebhookMessage, 'id'> {
  let content: unknown
  try {
    content = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
  } catch {
    throw new WebhookError('malformed', 'The body is no JSON.')
  }
  const { type, timestamp, data } = (content ?? {}) as Partial<WebhookMessage>
  if (typeof type === 'string' && typeof timestamp === 'string' && typeof data === 'object' && data !== null)
    return { type, timestamp, data }
  throw new WebhookError('malformed', 'The body has no type, timestamp and data.')
}
