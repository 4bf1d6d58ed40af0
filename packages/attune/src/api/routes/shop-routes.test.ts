import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Attune } from '../../attune.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { writeShopSetting } from '../../demo/shop-setting.ts'
import type { App } from '../app.ts'
import { createServer } from '../create-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-shop-'))
let attune: Attune
let app: App

beforeAll(async () => {
  const config = configSchema.parse({ dataDir: folder, recommend: { trainEveryHours: 0 } })
  attune = await createAttune({ config, log: pino({ level: 'silent' }) })
  app = await createServer(attune)
})

afterAll(async () => {
  await app.close()
  await attune.close()
  rmSync(folder, { recursive: true, force: true })
})

test('an installation without a demonstration has no shop', async () => {
  for (const url of ['/shop', '/shop/', '/shop/config.json', '/shop/catalogue.json', '/shop/shop.js']) {
    const answer = await app.inject({ url })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'no-shop' })
  }
})

test('with its setting the shop is there, and only its own files', async () => {
  writeShopSetting(attune.state, 'default', { key: 'pk', placement: 'home', productPlacement: null }, 0)
  expect((await app.inject({ url: '/shop/config.json' })).json()).toEqual({
    key: 'pk',
    placement: 'home',
    productPlacement: null,
  })
  expect((await app.inject({ url: '/shop' })).headers.location).toBe('/shop/')
  expect((await app.inject({ url: '/shop/shop.css' })).headers['content-type']).toContain('text/css')
  for (const url of ['/shop/attune/index.js', '/shop/attune/consent/index.js']) {
    const module = await app.inject({ url })
    expect(module.headers['content-type']).toContain('text/javascript')
    // Every import leads to a module that is there, so that a browser can follow it.
    for (const [, from] of module.body.matchAll(/from '(\.[^']+)'/g))
      expect((await app.inject({ url: new URL(from ?? '', `http://shop${url}`).pathname })).statusCode).toBe(200)
  }
  for (const url of ['/shop/constructor', '/shop/attune/constructor', '/shop/..%2F..%2Fpackage.json', '/shop/%2e%2e/x'])
    expect((await app.inject({ url })).statusCode).toBe(404)
})
