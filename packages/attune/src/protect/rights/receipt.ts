import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import type { Exactness } from '@attune/recommend'
import type { Vault } from '../vault/vault.ts'

/** What an erasure did, as a person and an auditor can be given it. */
export interface ErasureReceipt {
  readonly requestId: string
  readonly workspace: string
  /** Digest of the person; says whom it was about only to whoever knows the person id and the installation. */
  readonly subject: string
  readonly erasedAt: string
  /** Keys destroyed: what was sealed under them is unreadable in every copy, backups included. */
  readonly keysDestroyed: number
  /** Rows removed, by table. */
  readonly removed: Readonly<Record<string, number>>
  /** Files of the lake written without the person. */
  readonly lakeFiles: number
  /** Models that may have learnt from the person; each comes to be without. */
  readonly models: readonly string[]
  /** How, by name: changed within seconds (`exact`, or `approximate` and then trained anew), or trained anew (`retrain`). */
  readonly unlearning?: Readonly<Record<string, Exactness>> | undefined
}

export interface SignedReceipt {
  readonly receipt: ErasureReceipt
  /** Ed25519 over the JSON text of `receipt`, base64url. */
  readonly signature: string
  /** SPKI, base64url. */
  readonly publicKey: string
}

const name = 'receipts'

/** The seed of an Ed25519 key is 32 bytes; this is the PKCS #8 that stands before it (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

function newSeed(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
}

/** The installation's own key, made on first use. */
function ownKey(vault: Pick<Vault, 'secret'>): KeyObject {
  const seed = vault.secret(name, newSeed)
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
}

const publicPart = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url')

/** The public key of receipts that this installation signed: SPKI, base64url. */
export const receiptKey = (vault: Pick<Vault, 'secret'>): string => publicPart(ownKey(vault))

export function signReceipt(vault: Pick<Vault, 'secret'>, receipt: ErasureReceipt): SignedReceipt {
  const key = ownKey(vault)
  return {
    receipt,
    signature: sign(null, Buffer.from(JSON.stringify(receipt)), key).toString('base64url'),
    publicKey: publicPart(key),
  }
}

/** Whether the receipt is as it was signed by the holder of its public key; `receiptKey` says whether that is us. */
export function verifyReceipt({ receipt, signature, publicKey }: SignedReceipt): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(JSON.stringify(receipt)), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
