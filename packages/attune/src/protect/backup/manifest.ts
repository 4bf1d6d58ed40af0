import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { attuneError } from '../../errors.ts'
import type { Vault } from '../vault/vault.ts'

const manifestSchema = z.strictObject({
  format: z.literal('attune-backup-1'),
  createdAt: z.string(),
  attune: z.string(),
  /** Rows when it was made, by table. */
  rows: z.record(z.string(), z.int()),
  /** Path in the backup, with slashes → SHA-256 in hex. */
  files: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof manifestSchema>
const signedSchema = z.strictObject({ manifest: manifestSchema, mac: z.string() })

const fileName = 'backup.json'

/** Under a key that lies with the other keys, so whoever has only the backup cannot make it fit. */
function macOf(vault: Pick<Vault, 'secret'>, manifest: Manifest): Buffer {
  const key = vault.secret('backups', () => randomBytes(32))
  return createHmac('sha256', key).update(JSON.stringify(manifest)).digest()
}

export async function writeManifest(
  dir: string,
  vault: Pick<Vault, 'secret'>,
  facts: Omit<Manifest, 'format' | 'files'>,
): Promise<Manifest> {
  const files = await digestsOf(dir)
  const manifest: Manifest = { format: 'attune-backup-1', ...facts, files }
  const signed = { manifest, mac: macOf(vault, manifest).toString('hex') }
  await writeFile(join(dir, fileName), `${JSON.stringify(signed, null, 2)}\n`, { mode: 0o600 })
  return manifest
}

/**
 * The manifest of a backup, after every file was found to be as it was written.
 *
 * @throws AttuneError `no-backup`; `backup-tampered` naming the first file that is missing, changed or was not there
 */
export async function verifyBackup(dir: string, vault: Pick<Vault, 'secret'>): Promise<Manifest> {
  const path = join(dir, fileName)
  const read = existsSync(path) ? signedSchema.safeParse(parsed(await readFile(path, 'utf8'))) : undefined
  if (!read?.success)
    throw attuneError('no-backup', `${dir} holds no backup: give a folder that “attune backup create” wrote.`)
  const { manifest, mac } = read.data
  const expected = macOf(vault, manifest)
  const given = Buffer.from(mac, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw tampered('its list of files was changed, or it was made with other keys')
  const found = await digestsOf(dir)
  for (const name of new Set([...Object.keys(manifest.files), ...Object.keys(found)]))
    if (found[name] !== manifest.files[name])
      throw tampered(
        found[name] === undefined
          ? `${name} is missing`
          : manifest.files[name] === undefined
            ? `${name} was added`
            : `${name} was changed`,
      )
  return manifest
}

const tampered = (why: string): Error =>
  attuneError('backup-tampered', `The backup is not as it was written: ${why}. Nothing was restored.`)

async function digestsOf(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const digests: Record<string, string> = {}
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(dir, path).split(sep).join('/')
    if (entry.isDirectory() || name === fileName) continue
    // A link could lead anywhere.
    if (!entry.isFile()) throw tampered(`${name} is no plain file`)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    digests[name] = hash.digest('hex')
  }
  return digests
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
