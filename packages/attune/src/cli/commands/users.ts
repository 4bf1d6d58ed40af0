import { text } from 'node:stream/consumers'
import { type Command, Option } from 'commander'
import type { UserView } from '../../api/schemas/access.ts'
import { attuneError } from '../../errors.ts'
import { type Role, roles } from '../../protect/access/roles.ts'
import { type ApiClient, apiClient, type OpenOptions } from '../open.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface OneTimeLink {
  readonly path: string
  readonly hours: number
}

async function withApi<T>(
  options: CommonOptions,
  work: (api: ApiClient) => Promise<T>,
  opening: OpenOptions = {},
): Promise<T> {
  const api = await apiClient(options, opening)
  try {
    return await work(api)
  } finally {
    await api.close()
  }
}

/** By id or by e-mail. */
async function userId(api: ApiClient, named: string): Promise<string> {
  const { users } = await api.request<{ users: UserView[] }>('GET', '/v1/users')
  const found = users.find(({ id, email }) => id === named || email.toLowerCase() === named.toLowerCase())
  if (found) return found.id
  throw attuneError('unknown-user', 'There is no such user. “attune users list” shows them.', {
    details: { field: 'user' },
  })
}

async function tellLink({ path, hours }: OneTimeLink, options: CommonOptions): Promise<string> {
  const { server } = (await configFor(options)).config
  const scheme = server.tls === null ? 'http' : 'https'
  const host = server.host === '0.0.0.0' || server.host === '::' ? '127.0.0.1' : server.host
  return `Open this once within ${hours} hours to set the password (put the server’s own address in front if it is another):\n${scheme}://${host}:${server.port}${path}\n`
}

const list = (options: CommonOptions): Promise<void> =>
  withApi(options, async (api) => {
    const { users } = await api.request<{ users: UserView[] }>('GET', '/v1/users')
    if (options.json) return printJson({ users })
    printTable(
      [
        { title: 'id' },
        { title: 'e-mail' },
        { title: 'name' },
        { title: 'role' },
        { title: 'second factor' },
        { title: 'last sign-in' },
        { title: 'state' },
      ],
      users.map((user) => [
        user.id,
        user.email,
        user.name,
        user.role,
        user.secondFactor ? 'on' : 'off',
        user.lastSignInAt?.slice(0, 10) ?? 'never',
        user.disabledAt === null ? 'active' : 'disabled',
      ]),
    )
  })

interface CreateOptions extends CommonOptions {
  readonly role: Role
  readonly name?: string
  readonly passwordStdin?: boolean
}

const create = (email: string, options: CreateOptions): Promise<void> =>
  withApi(
    options,
    async (api) => {
      const password = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
      const made = await api.request<{ user: UserView; link: OneTimeLink | null }>('POST', '/v1/users', {
        email,
        name: options.name ?? email,
        role: options.role,
        ...(password === undefined ? {} : { password }),
      })
      if (options.json) return printJson(made)
      process.stdout.write(
        `${made.user.id} is ${made.user.role}.\n${made.link ? await tellLink(made.link, options) : ''}`,
      )
    },
    { create: true },
  )

const resetPassword = (named: string, options: CommonOptions & { readonly secondFactor?: boolean }): Promise<void> =>
  withApi(options, async (api) => {
    const id = await userId(api, named)
    const link = await api.request<OneTimeLink>('POST', `/v1/users/${id}/reset`, {
      secondFactor: options.secondFactor === true,
    })
    if (options.json) printJson(link)
    else process.stdout.write(await tellLink(link, options))
  })

const setRole = (named: string, role: string, options: CommonOptions): Promise<void> =>
  withApi(options, async (api) => {
    const user = await api.request<UserView>('PUT', `/v1/users/${await userId(api, named)}/role`, { role })
    if (options.json) printJson(user)
    else process.stdout.write(`${user.id} is ${user.role} from now on.\n`)
  })

const setDisabled =
  (verb: 'disable' | 'enable', told: string) =>
  (named: string, options: CommonOptions): Promise<void> =>
    withApi(options, async (api) => {
      const user = await api.request<UserView>('POST', `/v1/users/${await userId(api, named)}/${verb}`)
      if (options.json) printJson(user)
      else process.stdout.write(`${user.id} ${told}\n`)
    })

const remove = (named: string, options: CommonOptions): Promise<void> =>
  withApi(options, async (api) => {
    const id = await userId(api, named)
    await api.request('DELETE', `/v1/users/${id}`)
    if (options.json) printJson({ removed: id })
    else process.stdout.write(`${id} is removed; what they did stays in the audit under this id.\n`)
  })

/** `attune users list|create|role|disable|enable|remove|reset-password` */
export function usersCommand(): Command {
  const users = command('users', 'who may sign in to the console, as what')
  users.addCommand(command('list', 'all users of the workspace').action(action(list)))
  users.addCommand(
    command('create', 'make a user; prints a one-time link to set the password with')
      .argument('<email>')
      .addOption(new Option('--role <role>', 'what they may').choices(roles).makeOptionMandatory())
      .option('--name <name>', 'as colleagues know them (default: the e-mail)')
      .option('--password-stdin', 'read the password from standard input instead')
      .action(action(create)),
  )
  users.addCommand(
    command('role', 'change a role; it holds at once')
      .argument('<user>', 'id or e-mail')
      .argument('<role>', roles.join(', '))
      .action(action(setRole)),
  )
  users.addCommand(
    command('disable', 'let somebody in no longer; their sessions end')
      .argument('<user>', 'id or e-mail')
      .action(action(setDisabled('disable', 'can no longer sign in; their sessions have ended.'))),
  )
  users.addCommand(
    command('enable', 'let somebody in again')
      .argument('<user>', 'id or e-mail')
      .action(action(setDisabled('enable', 'can sign in again.'))),
  )
  users.addCommand(
    command('remove', 'remove somebody for good, e-mail and name too')
      .argument('<user>', 'id or e-mail')
      .action(action(remove)),
  )
  users.addCommand(
    command('reset-password', 'print a one-time link to set a new password with')
      .argument('<user>', 'id or e-mail')
      .option('--second-factor', 'take their second factor away too: the device is lost')
      .action(action(resetPassword)),
  )
  return users
}
