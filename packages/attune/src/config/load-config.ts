import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { flattenSettings } from './flatten-settings.ts'
import { type Config, configSchema } from './schema.ts'
import { tlsSchema } from './server-schema.ts'

export interface LoadedConfig {
  readonly config: Config
  /** The configuration file that was read, if any. */
  readonly file: string | undefined
  /** Dotted setting → where its value comes from, for settings that are not at their default. */
  readonly origins: ReadonlyMap<string, string>
}

export interface LoadConfigOptions {
  /** Folder in which `attune.config.ts` and `attune.config.json` are looked for. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A file to read instead. */
  readonly file?: string | undefined
  /** Highest precedence: settings of the command line, dotted. */
  readonly overrides?: Readonly<Record<string, unknown>>
}

type Tree = { [key: string]: unknown }

const { server } = configSchema.parse({})

/** Settings that variables can carry: every leaf of the schema that is a single value. */
const leaves: readonly (readonly string[])[] = [
  ['dataDir'],
  ['workspace'],
  ...Object.keys(server)
    .filter((key) => key !== 'tls' && key !== 'limits')
    .map((key) => ['server', key]),
  ...Object.keys(server.limits).map((key) => ['server', 'limits', key]),
  ...Object.keys(tlsSchema.shape).map((key) => ['server', 'tls', key]),
  ...['groupCommitMs', 'maxFutureMinutes', 'earliest', 'robotEventsPerMinute', 'robotUserAgent'].map((key) => [
    'collect',
    key,
  ]),
  ...['historyLength', 'trainEveryHours', 'promoteAtLeast'].map((key) => ['recommend', key]),
  ...['regime', 'childAge', 'refusedDays', 'locationDecimals'].map((key) => ['protect', key]),
  ...['idleMinutes', 'absoluteHours'].map((key) => ['protect', 'sessions', key]),
  ...['allowedHosts', 'allowHttp'].map((key) => ['protect', 'outgoing', key]),
  ['report', 'attributionDays'],
]

/** `server.logLevel` ↔ `ATTUNE_SERVER_LOG_LEVEL` */
export const variableOf = (path: readonly string[]): string =>
  `ATTUNE_${path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_')}`

/** Every variable that carries a setting. */
export const settingVariables: readonly string[] = leaves.map(variableOf)

const get = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Tree)[key] : undefined), tree)

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (rest.length === 0) {
    tree[key] = value
    return
  }
  if (typeof tree[key] !== 'object' || tree[key] === null) tree[key] = {}
  put(tree[key] as Tree, rest, value)
}

/** A variable is text; the schema decides whether it stands for a number, a switch or a list. */
function fromText(path: readonly string[], text: string): unknown {
  const standard = get(configSchema.parse({}), path)
  if (typeof standard === 'number') return text.trim() === '' ? text : Number(text)
  if (typeof standard === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (Array.isArray(standard)) return text.split(',').map((part) => part.trim())
  return text
}

async function readFile(file: string): Promise<Tree> {
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8')) as Tree
    const module = (await import(pathToFileURL(file).href)) as { default?: Tree }
    if (!module.default) throw new Error('it has no default export')
    return module.default
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw attuneError('config-unreadable', `${file} cannot be read: ${why}`, { cause })
  }
}

/**
 * Configuration from file, then variables `ATTUNE_*`, then the command line; the later wins.
 *
 * @throws AttuneError `config-invalid` naming every wrong setting, `config-unreadable`, `config-missing`
 */
export async function loadConfig({ cwd, env, file, overrides = {} }: LoadConfigOptions): Promise<LoadedConfig> {
  const wanted = file ?? env.ATTUNE_CONFIG
  const found = wanted
    ? resolve(cwd, wanted)
    : ['attune.config.ts', 'attune.config.json'].map((name) => resolve(cwd, name)).find((path) => existsSync(path))
  if (wanted && found && !existsSync(found))
    throw attuneError('config-missing', `There is no configuration file ${found}.`)

  const tree: Tree = found ? structuredClone(await readFile(found)) : {}
  const origins = new Map<string, string>()
  if (found)
    for (const [path, value] of flattenSettings(tree)) if (value !== undefined) origins.set(path.join('.'), found)
  for (const path of leaves) {
    const variable = variableOf(path)
    const text = env[variable]
    if (text === undefined) continue
    put(tree, path, fromText(path, text))
    origins.set(path.join('.'), variable)
  }
  for (const [dotted, value] of Object.entries(overrides)) {
    if (value === undefined) continue
    put(tree, dotted.split('.'), value)
    origins.set(dotted, 'command line')
  }
  const parsed = configSchema.safeParse(tree)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const dotted = issue.path.join('.')
      const origin = origins.get(dotted)
      return `${dotted || '(all)'}: ${issue.message}${origin ? ` (from ${origin})` : ''}`
    })
    throw attuneError('config-invalid', `The configuration is not valid. ${faults.join('; ')}.`, {
      details: { settings: parsed.error.issues.map((issue) => issue.path.join('.')) },
      cause: z.prettifyError(parsed.error),
    })
  }
  return { config: { ...parsed.data, dataDir: resolve(cwd, parsed.data.dataDir) }, file: found, origins }
}
