import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { attuneError } from '../errors.ts'

/** The one index that everybody knows. */
const standardIndex = 'https://pypi.org/simple'

export interface PipSettings {
  /** The address without name and password, and without a slash at its end. */
  readonly index: string
  /** `Basic …`, where a name and a password stand in the address. Never logged. */
  readonly authorization?: string
  /** Whether somebody chose it, so that it may be a host of one's own. */
  readonly chosen: boolean
}

/**
 * The package index that pip would ask on this computer: `PIP_INDEX_URL`, else `index-url` of the configuration files that
 * pip reads, else pypi.org.
 *
 * @param env of the process
 * @param read contents of a file, or undefined
 * @throws AttuneError `package-index-failed` for an index that is no address
 */
export function pipSettings(
  env: Readonly<Record<string, string | undefined>>,
  read: (path: string) => string | undefined = readIfThere,
): PipSettings {
  const home = env.HOME ?? env.USERPROFILE
  const files = [
    env.PIP_CONFIG_FILE,
    env.VIRTUAL_ENV && join(env.VIRTUAL_ENV, 'pip.conf'),
    env.APPDATA && join(env.APPDATA, 'pip', 'pip.ini'),
    join(env.XDG_CONFIG_HOME ?? join(home ?? '', '.config'), 'pip', 'pip.conf'),
    home && join(home, '.pip', 'pip.conf'),
    '/etc/xdg/pip/pip.conf',
    '/etc/pip.conf',
  ].filter((path): path is string => Boolean(path))
  const chosen =
    env.PIP_INDEX_URL ||
    files.map((path) => indexOf(read(path) ?? '')).find((index) => index !== undefined) ||
    undefined
  if (chosen === undefined) return { index: standardIndex, chosen: false }
  // It may hold a password, so it is not repeated.
  if (!URL.canParse(chosen) || !/^https?:/i.test(chosen))
    throw attuneError(
      'package-index-failed',
      'PIP_INDEX_URL, or index-url of pip’s configuration, is no address: write it as https://host/simple.',
    )
  const url = new URL(chosen)
  const { username, password } = url
  url.username = ''
  url.password = ''
  const index = url.href.replace(/\/+$/, '')
  if (username === '' && password === '') return { index, chosen: true }
  const secret = `${decoded(username)}:${decoded(password)}`
  return { index, chosen: true, authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
}

/** A name or a password; a % that stands for itself stays. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function indexOf(config: string): string | undefined {
  let section = ''
  for (const line of config.split(/\r?\n/)) {
    section = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1]?.trim() ?? section
    const value = /^\s*index[-_]url\s*[=:]\s*(\S+)\s*$/.exec(line)?.[1]
    if (value !== undefined && ['global', 'install', 'download'].includes(section)) return value
  }
  return undefined
}

const readIfThere = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
