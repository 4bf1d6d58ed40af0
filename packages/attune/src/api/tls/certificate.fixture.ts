import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const day = 86_400_000

/** One DER value: tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 255 ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}
const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content)
const oid = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes))
const nameOf = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid(0x55, 4, 3), der(0x0c, Buffer.from(commonName)))))
const timeOf = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`))
const extension = (id: number, value: Uint8Array): Buffer => sequence(oid(0x55, 29, id), der(0x04, value))
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2))

export interface Certified {
  readonly name: string
  readonly privateKey: KeyObject
  /** PEM. */
  readonly cert: string
  /** PEM, PKCS #8, without a passphrase. */
  readonly key: string
}

export interface CertificateOptions {
  readonly name?: string
  /** Milliseconds since the epoch; default: yesterday until in ninety days. */
  readonly from?: number
  readonly until?: number
  /** Who signs; default: it itself. */
  readonly issuer?: Certified
  /** Whether it may sign others. */
  readonly authority?: boolean
}

/** A certificate for `localhost` and 127.0.0.1 (X.509 v3, P-256), made here: tests need no program for it. */
export function certificateFor({
  name = 'localhost',
  from = Date.now() - day,
  until = Date.now() + 90 * day,
  issuer,
  authority = false,
}: CertificateOptions = {}): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    nameOf(issuer?.name ?? name),
    sequence(timeOf(from), timeOf(until)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(extension(17, names), ...(authority ? [extension(19, sequence(der(0x01, Buffer.from([0xff]))))] : [])),
    ),
  )
  const signature = sign('sha256', content, issuer?.privateKey ?? privateKey)
  const whole = sequence(content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    name,
    privateKey,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
