import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** 256 random bits, as the Standard Webhooks specification writes them. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64')

/**
 * The headers of a request by Standard Webhooks 1.0 (symmetric, `v1`): HMAC-SHA256 over `id.timestamp.body`.
 *
 * @param secrets every one that counts now, the newest first: a receiver that knows any of them can check
 * @param at milliseconds since the epoch; told in seconds
 */
export function webhookHeaders(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
