import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Encoder, endpointEncoder, redact } from '@attune/language'
import { encoderFolder, encodersFolder } from '../encoders/encoder-record.ts'
import { askThrough } from '../generate/fetch-through.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import type { EncoderSetting } from './encoder-schema.ts'
import { openFolderEncoder } from './open-folder-encoder.ts'

/** An encoder in use, and how to be done with it. */
export interface OpenedEncoder extends Encoder {
  close(): Promise<void>
}

/** The encoders that `attune encoder train` made of a workspace's texts are called so, and numbered. */
export const ownEncoderName = (workspace: string, version: number): string => `own-${workspace}-${version}`

/** The newest encoder of a workspace's own; 0 where there is none. */
export function newestOwn(dataDir: string, workspace: string): number {
  const folder = encodersFolder(dataDir)
  if (!existsSync(folder)) return 0
  const prefix = ownEncoderName(workspace, 0).slice(0, -1)
  return Math.max(
    0,
    ...readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => Number(name.slice(prefix.length)))
      .filter(Number.isInteger),
  )
}

/** The folder of the encoder that a setting means now; undefined where there is none, or it is no folder. */
export function meantFolder(
  setting: EncoderSetting,
  { dataDir, workspace }: { readonly dataDir: string; readonly workspace: string },
): string | undefined {
  if (setting.from === 'folder') return resolve(encoderFolder(setting.folder, dataDir))
  const version = setting.from === 'own' ? newestOwn(dataDir, workspace) : 0
  return version === 0 ? undefined : resolve(join(encodersFolder(dataDir), ownEncoderName(workspace, version)))
}

/**
 * What a setting means now: a key that changes when another encoder is meant, and how to open it. Undefined where there is
 * none.
 */
export function meantEncoder(
  setting: EncoderSetting,
  {
    dataDir,
    workspace,
    outgoing,
    env,
  }: {
    readonly dataDir: string
    readonly workspace: string
    readonly outgoing: Outgoing
    readonly env: Readonly<Record<string, string | undefined>>
  },
): { readonly key: string; readonly open: () => Promise<OpenedEncoder> } | undefined {
  if (setting.from === 'none') return undefined
  if (setting.from === 'endpoint') {
    const { baseUrl, model, apiKeyVariable } = setting
    return {
      key: `${baseUrl} ${model}`,
      async open() {
        const apiKey = apiKeyVariable === null ? undefined : env[apiKeyVariable]
        const encoder = endpointEncoder({ baseUrl, model, apiKey, fetch: askThrough(outgoing) })
        return {
          id: encoder.id,
          embed: (texts, options) =>
            encoder.embed(
              texts.map((text) => redact(text).text),
              options,
            ),
          close: async () => {},
        }
      },
    }
  }
  const folder = meantFolder(setting, { dataDir, workspace })
  const prefix = setting.from === 'folder' ? setting.prefix : ''
  return folder === undefined ? undefined : { key: folder, open: () => openFolderEncoder(folder, prefix) }
}
