import { type Command, InvalidArgumentError } from 'commander'
import type { Scope } from '../../protect/api-keys.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ShownKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
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
          { title: 'made' },
          { title: 'last used' },
          { title: 'state' },
        ],
        keys.map((key) => [
          key.id,
          key.name,
          key.prefix,
          key.scopes.join(', '),
          key.createdAt.slice(0, 10),
          key.lastUsedAt?.slice(0, 10) ?? 'never',
          key.revokedAt ? 'revoked' : 'active',
        ]),
      )
  } finally {
    await api.close()
  }
}

async function create(name: string, options: CommonOptions & { readonly scopes: readonly string[] }): Promise<void> {
  const api = await apiClient(options, { create: true })
  try {
    const made = await api.request<{ key: ShownKey; secret: string }>('POST', '/v1/keys', {
      name,
      scopes: options.scopes,
    })
    if (options.json) printJson(made)
    else process.stdout.write(`${made.secret}\nThis key (${made.key.id}) is shown once; keep it safe.\n`)
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

/** `attune keys list|create|revoke` */
export function keysCommand(): Command {
  const keys = command('keys', 'list, make and revoke API keys')
  keys.addCommand(command('list', 'all keys of the workspace').action(action(list)))
  keys.addCommand(
    command('create', 'make a key and show it once')
      .argument('<name>', 'what it is for')
      .requiredOption('--scopes <list>', 'write, decide, read, admin (comma-separated)', parseScopes)
      .action(action(create)),
  )
  keys.addCommand(command('revoke', 'make a key stop working').argument('<id>', 'key_…').action(action(revoke)))
  return keys
}
