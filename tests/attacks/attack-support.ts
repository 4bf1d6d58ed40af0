import { connect, type Socket } from 'node:net'
import type { RouteRule } from '../../packages/attune/src/api/route-rules.ts'
import type { ConfigInput } from '../../packages/attune/src/config/schema.ts'
import { openInstallation, type TestInstallation } from '../support.ts'

/** Limits that no attack of a test reaches by its mere number. */
const wide = { requestsPerMinute: 10_000_000, anonymousRequestsPerMinute: 10_000_000 }

/** A whole installation without limits on how often it may be asked. */
export const openTarget = (
  server: ConfigInput['server'] = {},
  { config, ...options }: Parameters<typeof openInstallation>[0] = {},
): Promise<TestInstallation> => openInstallation({ ...options, config: { ...config, server: { ...wide, ...server } } })

/** The same, on a port of its own. */
export async function openListeningTarget(
  server: ConfigInput['server'] = {},
): Promise<TestInstallation & { readonly port: number; readonly url: string }> {
  const house = await openTarget(server)
  const url = await house.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...house, url, port: Number(new URL(url).port) }
}

/** Headers of somebody new signed in with a role, as a page of the server itself sends them. */
export const sessionHeaders = (house: TestInstallation, role: 'owner' | 'readOnly' = 'owner'): Record<string, string> =>
  signIn(house, newUser(house, role))

function newUser({ attune }: TestInstallation, role: 'owner' | 'readOnly'): string {
  const email = `${crypto.randomUUID()}@example.org`
  return attune.access.users.create(attune.config.workspace, { email, name: role, role }, 'test').id
}

function signIn({ attune }: TestInstallation, userId: string): Record<string, string> {
  const { workspace } = attune.config
  const { token } = attune.access.sessions.open({ workspace, userId, method: 'password', agent: 'test' })
  return { cookie: `attune=${token}`, origin: 'http://localhost' }
}

/**
 * Headers with which a route lets one in: an admin key, or, where keys may not, a new session of one owner (a thousand owners
 * would make every list of people long).
 */
export function headersFor(house: TestInstallation) {
  let owner: string | undefined
  return ({ scopes }: { readonly scopes: readonly string[] | undefined }): Record<string, string> => {
    if (scopes?.length !== 0) return { authorization: `Bearer ${house.keys.admin}` }
    owner ??= newUser(house, 'owner')
    return signIn(house, owner)
  }
}

/** Every route of the API that takes a body. */
export const bodyRoutes = ({ app }: TestInstallation): readonly RouteRule[] =>
  app.rules.filter(({ method }) => method === 'POST' || method === 'PUT')

/** A path of a route, its parameters filled in. */
export const pathOf = (url: string, value = 'x'): string => url.replaceAll(/:\w+|\*/g, encodeURIComponent(value))

/** Until a connection is closed, by whomever and however. */
export const closeOf = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())))

/** Everything a server says to these bytes until it closes the connection. */
export async function converse(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', (bytes) => heard.push(bytes))
  // A reset is an answer too.
  socket.on('error', () => {})
  for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
  await closeOf(socket)
  return Buffer.concat(heard).toString('latin1')
}

/** The status of every answer in what was heard. */
export const statusesIn = (heard: string): number[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
