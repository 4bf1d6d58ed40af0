import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import type { Attune } from '../attune.ts'
import { type ConfigInput, configSchema } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import type { Scope } from '../protect/api-keys.ts'
import type { App } from './app.ts'
import { createServer } from './create-server.ts'

export interface ApiFixture {
  readonly app: App
  readonly attune: Attune
  readonly clock: { now: number }
  /** The text of a key of one scope. */
  readonly secret: (scope: Scope) => string
  /** Sends a request with a key of one scope. A body that is text or a buffer goes out as it is, as JSON. */
  call(scope: Scope, method: InjectOptions['method'], url: string, body?: unknown): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** The whole server on a data folder of its own, answers checked against their schemas; for tests. */
export async function apiFixture(config: ConfigInput = {}, now = Date.UTC(2026, 2, 2, 12)): Promise<ApiFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-api-'))
  const clock = { now }
  const attune = await createAttune({
    config: configSchema.parse({ dataDir: folder, ...config, collect: { groupCommitMs: 1, ...config.collect } }),
    clock: () => clock.now,
    log: pino({ level: 'silent' }),
  })
  const app = await createServer(attune, { checkAnswers: true })
  const scopes: readonly Scope[] = ['write', 'decide', 'read', 'admin']
  const secrets = new Map(
    scopes.map((scope) => [
      scope,
      attune.keys.create({ workspace: 'default', name: scope, scopes: [scope], actor: 'test' }).secret,
    ]),
  )
  return {
    app,
    attune,
    clock,
    secret: (scope) => secrets.get(scope) ?? '',
    call(scope, method = 'GET', url, body) {
      const raw = typeof body === 'string' || Buffer.isBuffer(body)
      return app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${secrets.get(scope)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) }),
      })
    },
    async close() {
      await app.close()
      await attune.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
