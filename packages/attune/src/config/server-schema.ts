import { isIP } from 'node:net'
import { z } from 'zod'

/** A variable is text: what is a number there becomes one. */
const numberInText = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value

/** One address, a range (`10.0.0.0/8`), or a name for ranges. */
function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128))
}

function trustProxyOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value === 'true' || value === 'false') return value === 'true'
  const number = numberInText(value)
  return typeof number === 'number' ? number : value.split(',').map((part) => part.trim())
}

/**
 * Whose `X-Forwarded-For`, `-Proto` and `-Host` are believed: nobody's, everybody's (only where nobody but the proxy reaches
 * this server), those of so many proxies in front, or those of proxies at these addresses.
 */
export const trustProxySchema = z
  .preprocess(
    trustProxyOf,
    z.union(
      [z.boolean(), z.int().min(1).max(10), z.array(z.string().refine(isProxyAddress)).min(1)],
      'true, false, the number of proxies, or their addresses (10.0.0.7, 10.0.0.0/8, loopback, linklocal, uniquelocal)',
    ),
  )
  .default(false)

/** Certificates for the server; paths are taken from the folder in which it is started. */
export const tlsSchema = z.strictObject({
  /** PEM: the server's certificate first, then those between it and the authority. */
  certFile: z.string().min(1),
  /** PEM: its private key. */
  keyFile: z.string().min(1),
  /** PEM: the certificates between it and the authority, where `certFile` has only the server's own. */
  caFile: z.string().min(1).nullable().default(null),
  /** The variable that holds the passphrase of the key, where it has one. */
  passphraseVariable: z.string().min(1).nullable().default(null),
  minVersion: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
  /** A plain port of the same host that only sends browsers to https. */
  redirectPort: z.preprocess(numberInText, z.int().min(0).max(65535).nullable()).default(null),
})

/** How much one connection, one caller and all together may ask of the server at once. */
export const limitsSchema = z
  .strictObject({
    /** A request's head must have arrived by then, and a TLS handshake be over. */
    headersSeconds: z.number().positive().max(600).default(10),
    /** The whole request, its body too, must have arrived by then. */
    requestSeconds: z.number().positive().max(3600).default(120),
    /** A connection on which nothing is asked is closed after that. */
    keepAliveSeconds: z.number().positive().max(3600).default(72),
    /** Bytes of a request's head. */
    headerBytes: z.int().min(4096).max(131_072).default(16_384),
    /** Connections at once. */
    connections: z.int().min(1).default(10_000),
    /** Of one address; not counted where `trustProxy` says that all come from a proxy. */
    connectionsPerAddress: z.int().min(1).default(1_000),
    /** Requests that are worked on at once; the others wait and take turns by caller (key, person or address). */
    requestsInFlight: z.int().min(1).default(256),
    /** Requests of one caller that may wait; more are refused (429). */
    waitingPerCaller: z.int().min(0).default(1_000),
    /** Of their bodies. */
    waitingMegabytesPerCaller: z.number().positive().default(32),
    /** Requests that may wait altogether; more are refused (503). */
    waiting: z.int().min(0).default(10_000),
  })
  .prefault({})

export type TlsSettings = z.infer<typeof tlsSchema>
export type ServerLimits = z.infer<typeof limitsSchema>
