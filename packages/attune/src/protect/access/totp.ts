import { createHmac } from 'node:crypto'

export interface TotpOptions {
  readonly digits?: number
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512'
}

/** How long a code stands, in seconds. */
const stepSeconds = 30
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The number of the step a moment lies in. */
export const totpStep = (atMs: number): number => Math.floor(atMs / 1000 / stepSeconds)

/** The code of a step: RFC 6238 over RFC 4226; SHA-1 and six digits, which is what apps can do. */
export function totpCode(
  secret: Uint8Array,
  step: number,
  { digits = 6, algorithm = 'sha1' }: TotpOptions = {},
): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac(algorithm, secret).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/**
 * The step whose code this is: the current one, or one beside it for clocks that differ.
 *
 * @param after steps up to this one were used already, so that no code counts twice
 */
export function acceptedStep(secret: Uint8Array, code: string, atMs: number, after: number): number | undefined {
  const now = totpStep(atMs)
  return [now, now - 1, now + 1].find((step) => step > after && totpCode(secret, step) === code)
}

/** RFC 4648 base32 without padding, as apps want the secret typed. */
export function base32(bytes: Uint8Array): string {
  let bits = 0
  let value = 0
  let text = ''
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += letters[(value >> bits) & 31]
    }
  }
  return bits > 0 ? text + letters[(value << (5 - bits)) & 31] : text
}

/** What an app reads from a link or a picture (Key Uri Format). */
export const otpauthUrl = (secret: Uint8Array, email: string): string =>
  `otpauth://totp/${encodeURIComponent(`Attune:${email}`)}?secret=${base32(secret)}&issuer=Attune`
