import type { LightMyRequestResponse } from 'fastify'
import type { Role } from '../protect/access/roles.ts'
import type { ApiFixture } from './api.fixture.ts'

/** Where the pages of the server under test lie. */
export const origin = 'http://localhost'

/** Somebody signed in, as their browser would ask: with the cookie, and saying where a change comes from. */
export interface Browser {
  readonly userId: string
  readonly token: string
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<LightMyRequestResponse>
}

/** Signs somebody of a role in without the cost of a password. */
export function browserOf({ app, attune }: ApiFixture, role: Role, workspace = 'default'): Browser {
  const email = `${role}.${crypto.randomUUID()}@example.org`
  const { id } = attune.access.users.create(workspace, { email, name: `Name of ${role}`, role }, 'test')
  const { token } = attune.access.sessions.open({ workspace, userId: id, method: 'password', agent: 'test' })
  return {
    userId: id,
    token,
    ask: (method, url, body) =>
      app.inject({
        method,
        url,
        headers: {
          cookie: `attune=${token}`,
          ...(method === 'GET' ? {} : { origin, 'sec-fetch-site': 'same-origin' }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      }),
  }
}
