import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

/** Random bytes are drawn for many nonces at once: a call for each would cost more than the encryption. */
const nonces = Buffer.alloc(nonceBytes * 1024)
let nextNonce = nonces.length

function nonce(): Buffer {
  if (nextNonce === nonces.length) {
    randomFillSync(nonces)
    nextNonce = 0
  }
  nextNonce += nonceBytes
  return Buffer.from(nonces.subarray(nextNonce - nonceBytes, nextNonce))
}

/**
 * AES-256-GCM: 12 bytes of nonce, 16 of tag, then the ciphertext.
 *
 * @param key 32 bytes
 * @param context what it belongs to; opening under another context fails
 */
export function sealBytes(key: Uint8Array, context: string, plain: Uint8Array | string): Buffer {
  const iv = nonce()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(context))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  cipher.final()
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** What `sealBytes` sealed; undefined when the key or the context is another, or a byte was changed. */
export function openBytes(key: Uint8Array, context: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
    const plain = decipher.update(sealed.subarray(nonceBytes + tagBytes))
    decipher.final()
    return plain
  } catch {
    return undefined
  }
}
