import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'
import { configSchema } from './schema.ts'

const serverOf = async (env: Record<string, string>) =>
  (await loadConfig({ cwd: mkdtempSync(join(tmpdir(), 'attune-config-')), env })).config.server

test('TLS and limits can be set by variables, and numbers in them are numbers', async () => {
  const server = await serverOf({
    ATTUNE_SERVER_TLS_CERT_FILE: 'cert.pem',
    ATTUNE_SERVER_TLS_KEY_FILE: 'key.pem',
    ATTUNE_SERVER_TLS_REDIRECT_PORT: '80',
    ATTUNE_SERVER_LIMITS_HEADERS_SECONDS: '2.5',
  })
  expect(server.tls).toMatchObject({
    certFile: 'cert.pem',
    keyFile: 'key.pem',
    redirectPort: 80,
    minVersion: 'TLSv1.2',
  })
  expect(server.limits.headersSeconds).toBe(2.5)
  expect((await serverOf({})).tls).toBeNull()
})

test('half of TLS is refused with the setting that is missing', async () => {
  await expect(serverOf({ ATTUNE_SERVER_TLS_CERT_FILE: 'cert.pem' })).rejects.toThrow(/server\.tls\.keyFile/)
})

test.each([
  ['true', true],
  ['false', false],
  ['2', 2],
  ['10.0.0.7, fd00::/8,loopback', ['10.0.0.7', 'fd00::/8', 'loopback']],
])('ATTUNE_SERVER_TRUST_PROXY=%s', async (text, value) => {
  expect((await serverOf({ ATTUNE_SERVER_TRUST_PROXY: text })).trustProxy).toEqual(value)
})

test.each([['everybody'], ['10.0.0.0/33'], ['10.0.0.0/0'], ['10.0.0.0/8/8'], [0], [[]], [['10.0.0']]])(
  'a proxy that is no address is refused: %j',
  (trustProxy) => {
    const parsed = configSchema.safeParse({ server: { trustProxy } })
    expect(parsed.error?.issues[0]).toMatchObject({ path: expect.arrayContaining(['server', 'trustProxy']) })
  },
)
