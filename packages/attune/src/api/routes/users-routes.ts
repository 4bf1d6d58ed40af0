import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { linkHours } from '../../protect/access/create-links.ts'
import type { User } from '../../protect/access/create-users.ts'
import { mayManage, type Role } from '../../protect/access/roles.ts'
import { userView } from '../access-views.ts'
import type { App, Auth } from '../app.ts'
import { emailSchema, passwordSchema, roleSchema, userSchema } from '../schemas/access.ts'

const params = z.object({ id: z.string().max(64) })
const linkSchema = z.object({ path: z.string(), hours: z.int() })

/** Nobody gives away, or takes over, more than they have themselves. */
function refuseAbove({ session }: Auth, role: Role): void {
  if (session !== null && !mayManage(session.role, role))
    throw attuneError('forbidden', `Your role (${session.role}) may not manage the role ${role}.`, {
      status: 403,
      details: { role },
    })
}

/** `/v1/users`: who may sign in to this workspace, as what. */
export async function usersRoutes(app: App, attune: Attune): Promise<void> {
  const { users, links, sessions, secondFactor } = attune.access
  const tags = ['access']
  const reading = { scopes: ['admin'], can: 'users.read' } as const
  const managing = { scopes: ['admin'], can: 'users.manage' } as const

  function managed(auth: Auth, id: string): User {
    const user = users.get(auth.workspace, id)
    refuseAbove(auth, user.role)
    return user
  }
  /** The part of the address after the server's own; the console reads it. */
  const linkOf = (userId: string): z.infer<typeof linkSchema> => ({
    path: `/#/welcome/${links.create(userId)}`,
    hours: linkHours,
  })

  app.get(
    '/v1/users',
    {
      config: reading,
      schema: { tags, summary: 'Who may sign in', response: { 200: z.object({ users: z.array(userSchema) }) } },
    },
    async ({ auth }) => ({ users: users.list(auth.workspace).map(userView) }),
  )
  app.post(
    '/v1/users',
    {
      config: managing,
      schema: {
        tags,
        summary: 'Invite somebody: the answer has a one-time link, unless a password is given',
        body: z.strictObject({
          email: emailSchema,
          name: z.string().trim().min(1).max(100),
          role: roleSchema,
          password: passwordSchema.optional(),
        }),
        response: { 201: z.object({ user: userSchema, link: linkSchema.nullable() }) },
      },
    },
    async ({ auth, body }, reply) => {
      refuseAbove(auth, body.role)
      const user = await attune.access.createUser(auth.workspace, body, auth.keyId)
      return reply.code(201).send({ user: userView(user), link: body.password === undefined ? linkOf(user.id) : null })
    },
  )
  app.put(
    '/v1/users/:id/role',
    {
      config: managing,
      schema: {
        tags,
        summary: 'Change somebody’s role; it holds at once',
        params,
        body: z.strictObject({ role: roleSchema }),
        response: { 200: userSchema },
      },
    },
    async ({ auth, params: { id }, body }) => {
      managed(auth, id)
      refuseAbove(auth, body.role)
      users.setRole(auth.workspace, id, body.role, auth.keyId)
      return userView(users.get(auth.workspace, id))
    },
  )
  for (const [verb, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const)
    app.post(
      `/v1/users/:id/${verb}`,
      {
        config: managing,
        schema: {
          tags,
          summary: disabled ? 'Let somebody in no longer; their sessions end' : 'Let somebody in again',
          params,
          response: { 200: userSchema },
        },
      },
      async ({ auth, params: { id } }) => {
        managed(auth, id)
        users.setDisabled(auth.workspace, id, disabled, auth.keyId)
        if (disabled) sessions.revokeAll(auth.workspace, id, auth.keyId)
        return userView(users.get(auth.workspace, id))
      },
    )
  app.delete(
    '/v1/users/:id',
    {
      config: managing,
      schema: {
        tags,
        summary: 'Remove somebody for good: their e-mail and name can be read no more, in no copy',
        params,
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params: { id } }, reply) => {
      managed(auth, id)
      sessions.revokeAll(auth.workspace, id, auth.keyId)
      users.remove(auth.workspace, id, auth.keyId)
      return reply.code(204).send(undefined)
    },
  )
  app.post(
    '/v1/users/:id/reset',
    {
      config: managing,
      schema: {
        tags,
        summary: 'A one-time link to set a new password with; the old one works until then',
        params,
        body: z.strictObject({
          secondFactor: z.boolean().default(false).describe('Take their second factor away too: the device is lost'),
        }),
        response: { 200: linkSchema },
      },
    },
    async ({ auth, params: { id }, body }) => {
      const user = managed(auth, id)
      if (user.disabledAt !== null)
        throw attuneError('user-disabled', 'This user is disabled. Enable them first.', { status: 409 })
      if (body.secondFactor) secondFactor.remove(auth.workspace, id, auth.keyId)
      return linkOf(id)
    },
  )
}
