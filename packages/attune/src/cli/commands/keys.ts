import { type Command, InvalidArgumentError } from 'commander'
import type { Scope } from '../../protect/api-keys.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ShownKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  readonly expiresAt: string | null
  readonly source: string | null
}

const known: readonly string[] = ['write', 'decide', 'read', 'admin']

function parseScopes(text: string): readonly string[] {
  const scopes = text.split(',').map((scope) => scope.trim())
  const wrong = scopes.find((scope) => !known.includes(scope))
  if (wrong !== undefined) throw new InvalidArgumentError(`“${wrong}” is none of ${known.join(', ')}`)
  return scopes
}

async function list(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { keys } = await api.request<{ keys: ShownKey[] }>('GET', '/v1/keys')
    if (options.json) printJson({ keys })
    else
      printTable(
        [
          { title: 'id' },
          { title: 'name' },
          { title: 'begins with' },
          { title: 'scopes' },
          { title: 'source' },
          { title: 'made' },
          { title: 'last used' },
          { title: 'state' },
        ],
        keys.map((key) => [
          key.id,
          key.name,
          key.prefix,
          key.scopes.join(', '),
          key.source ?? 'http',
          key.createdAt.slice(0, 10),
          key.lastUsedAt?.slice(0, 10) ?? 'never',
          stateOf(key),
        ]),
      )
  } finally {
    await api.close()
  }
}

interface CreateOptions extends CommonOptions {
  readonly scopes: readonly string[]
  readonly expiresInDays?: number
  readonly source?: string
}

function stateOf({ revokedAt, expiresAt }: ShownKey): string {
  if (revokedAt) return 'revoked'
  if (expiresAt === null) return 'active'
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : `until ${expiresAt.slice(0, 16)}`
}

async function create(name: string, options: CreateOptions): Promise<void> {
  const api = await apiClient(options, { create: true })
  try {
    const made = await api.request<{ key: ShownKey; secret: string }>('POST', '/v1/keys', {
      name,
      scopes: options.scopes,
      ...(options.source === undefined ? {} : { source: options.source }),
      ...(options.expiresInDays === undefined
        ? {}
        : { expiresAt: new Date(Date.now() + options.expiresInDays * 86_400_000).toISOString() }),
    })
    if (options.json) printJson(made)
    else process.stdout.write(`${made.secret}\nThis key (${made.key.id}) is shown once; keep it safe.\n`)
  } finally {
    await api.close()
  }
}

async function rotate(
  id: string,
  options: CommonOptions & { readonly overlapMinutes: number; readonly source?: string },
): Promise<void> {
  const api = await apiClient(options)
  try {
    const made = await api.request<{ key: ShownKey; secret: string }>(
      'POST',
      `/v1/keys/${encodeURIComponent(id)}/rotate`,
      {
        overlapMinutes: options.overlapMinutes,
        ...(options.source === undefined ? {} : { source: options.source }),
      },
    )
    if (options.json) printJson(made)
    else
      process.stdout.write(
        `${made.secret}\nThis key (${made.key.id}) is shown once; ${id} works for another ${options.overlapMinutes} minutes.\n`,
      )
  } finally {
    await api.close()
  }
}

async function revoke(id: string, options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    await api.request('DELETE', `/v1/keys/${encodeURIComponent(id)}`)
    if (options.json) printJson({ revoked: id })
    else process.stdout.write(`${id} no longer works.\n`)
  } finally {
    await api.close()
  }
}

/** `attune keys list|create|rotate|revoke` */
export function keysCommand(): Command {
  const keys = command('keys', 'list, make and revoke API keys')
  keys.addCommand(command('list', 'all keys of the workspace').action(action(list)))
  keys.addCommand(
    command('create', 'make a key and show it once')
      .argument('<name>', 'what it is for')
      .requiredOption('--scopes <list>', 'write, decide, read, admin (comma-separated)', parseScopes)
      .option('--expires-in-days <n>', 'when it stops working by itself (default: never)', wholeNumber(1, 3650))
      .option('--source <name>', 'the source that what is sent with it is of (default: http)')
      .action(action(create)),
  )
  keys.addCommand(
    command('rotate', 'make a new key in place of one, which works on for a while')
      .argument('<id>', 'key_…')
      .option('--overlap-minutes <n>', 'how long the old one works on', wholeNumber(0, 43_200), 1440)
      .option('--source <name>', 'another source from now on (default: that of the old key)')
      .action(action(rotate)),
  )
  keys.addCommand(command('revoke', 'make a key stop working').argument('<id>', 'key_…').action(action(revoke)))
  return keys
}
