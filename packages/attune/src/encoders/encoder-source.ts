import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { attuneError } from '../errors.ts'
import { knownEncoders } from './known-encoders.ts'

/** Where an encoder is pulled from. */
export type EncoderSource =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'package'; readonly package: string; readonly version?: string }
  | { readonly kind: 'hub'; readonly model: string; readonly revision: string }

const packageName = /^[a-z0-9](?:[a-z0-9._-]{0,99}[a-z0-9])?$/i
const versionText = /^[a-z0-9][a-z0-9.!+_-]{0,63}$/i
const modelName = /^[a-z0-9][\w.-]{0,95}\/[a-z0-9][\w.-]{0,95}$/i
const revisionName = /^[\w][\w./-]{0,95}$/
const folderName = /^[a-z0-9][a-z0-9._-]{0,63}$/i

/**
 * What a person writes → where it is: a known name, `pypi:package`, `pypi:package==version`, `hf:owner/model`,
 * `hf:owner/model@revision`, or the path of a folder, a wheel or a zip.
 *
 * @returns the source, and the name that the encoder gets unless another one is given
 * @throws AttuneError `unknown-encoder`
 */
export function encoderSource(text: string): { readonly source: EncoderSource; readonly name: string } {
  const known = Object.hasOwn(knownEncoders, text) ? knownEncoders[text] : undefined
  if (known) return { ...encoderSource(known.source), name: text }
  const [scheme, rest] = /^(pypi|hf):(.*)$/.exec(text)?.slice(1) ?? []
  if (scheme === 'pypi' && rest !== undefined) {
    const [name = '', version, ...more] = rest.split('==')
    if (packageName.test(name) && more.length === 0 && (version === undefined || versionText.test(version)))
      return {
        source: { kind: 'package', package: name, ...(version === undefined ? {} : { version }) },
        name: name.toLowerCase(),
      }
  } else if (scheme === 'hf' && rest !== undefined) {
    const [model = '', revision = 'main', ...more] = rest.split('@')
    const fits = modelName.test(model) && revisionName.test(revision) && !`${model}/${revision}`.includes('..')
    if (fits && more.length === 0)
      return { source: { kind: 'hub', model, revision }, name: (model.split('/')[1] ?? model).toLowerCase() }
  } else if (existsSync(text))
    return {
      source: { kind: 'path', path: text },
      name: basename(text)
        .replace(/\.(?:whl|zip)$/i, '')
        .toLowerCase(),
    }
  throw attuneError(
    'unknown-encoder',
    `There is no encoder “${text}”. Known names are ${Object.keys(knownEncoders).join(', ')}; others are written pypi:package, pypi:package==version, hf:owner/model, or the path of a folder, a wheel or a zip.`,
  )
}

/** @throws AttuneError `bad-parameter` for what cannot be the name of a folder */
export function encoderName(name: string): string {
  if (folderName.test(name) && !name.endsWith('.') && name !== 'scratch') return name
  throw attuneError(
    'bad-parameter',
    `“${name}” cannot be the name of an encoder: letters, digits, dots, dashes and underscores, 64 at most, and not “scratch”. Give another one with --name.`,
    { details: { field: 'name' } },
  )
}
