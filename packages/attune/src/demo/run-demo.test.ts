import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../config/schema.ts'
import { demoDocument, demoTable } from './demo-report.ts'
import { demoTexts } from './demo-texts.ts'
import { type DemoOptions, type RunningDemo, runDemo } from './run-demo.ts'
import { showUnderstanding } from './show-understanding.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-demo-'))
const stages = new Set<string>()
const options: DemoOptions = {
  config: configSchema.parse({
    dataDir: join(folder, 'data'),
    server: { port: 0, requestsPerMinute: 10_000_000 },
    collect: { groupCommitMs: 1 },
    recommend: { trainEveryHours: 0 },
  }),
  log: pino({ level: 'silent' }),
  seed: 7,
  shoppers: 120,
  products: 120,
  days: 10,
  learningDays: 4,
  language: 'both',
  anyPort: true,
  onReady: () => {},
  onProgress: (stage) => stages.add(stage),
  signal: new AbortController().signal,
}
let running: RunningDemo

const ask = async (path: string, key?: string): Promise<Response> =>
  fetch(running.url + path, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } })

beforeAll(async () => {
  running = await runDemo(options)
}, 120_000)

afterAll(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('every visit got a list, and the effect is measured between two arms of the right sizes', () => {
  const document = demoDocument(running, 7)
  expect([...stages]).toEqual(['items', 'learning', 'training', 'measured'])
  expect(document.decisions).toBe(document.visits)
  expect(document.persons.treatment + document.persons.control).toBeGreaterThan(80)
  expect(document.sampleRatioP).toBeGreaterThan(0.001)
  expect(Object.keys(document.measured)).toContain('ctr')
  expect(document.truth.ctr).toBeCloseTo(document.truth.clicksPerPerson, 12)
  // A hundred shoppers say little, but nothing that is five intervals away from the truth.
  const { lift, low, high } = document.measured.ctr!
  expect(Math.abs(lift - document.truth.ctr)).toBeLessThan(2.5 * (high - low))
})

test('what the server stored is what the shop sent, and nothing was refused', async () => {
  const overview = (await (await ask('/v1/overview?days=28', running.adminKey)).json()) as {
    totals: { events: number; refused: number; items: number; decisions: number }
  }
  expect(overview.totals).toMatchObject({
    events: running.result.events,
    decisions: running.result.decisions,
    refused: 0,
    items: 120,
  })
})

test('the clock is the real one again', async () => {
  const { now } = (await (await ask('/v1/overview?days=7', running.adminKey)).json()) as { now: string }
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(60_000)
})

test('the table names each metric with its interval beside the truth', () => {
  const { columns, rows } = demoTable(running, demoTexts.zh)
  expect(columns.map(({ title }) => title)).toEqual(demoTexts.zh.columns)
  expect(rows[0]?.[0]).toBe('每次展示的点击')
  expect(rows[0]?.[3]).toMatch(/^[+−]\d+\.\d% \[[+−]\d+\.\d%, [+−]\d+\.\d%\]$/)
})

test('the shop page is served with its catalogue and the client as modules without types', async () => {
  const page = await ask('/shop/')
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('/shop/shop.js')
  const { items } = (await (await ask('/shop/catalogue.json')).json()) as { items: { texts: { title_zh: string } }[] }
  expect(items).toHaveLength(120)
  expect(items[0]?.texts.title_zh).toMatch(/\p{Script=Han}/u)
  const modules = join(folder, 'modules')
  mkdirSync(modules)
  writeFileSync(join(modules, 'package.json'), '{"type":"module"}')
  const load = async (name: string): Promise<void> => {
    const text = await (await ask(`/shop/attune/${name}`)).text()
    writeFileSync(join(modules, name), text)
    for (const [, next] of text.matchAll(/from '\.\/([\w-]+\.js)'/g)) await load(next!)
  }
  await load('index.js')
  const client = (await import(join(modules, 'index.js'))) as { createClient: unknown }
  expect(client.createClient).toBeTypeOf('function')
  expect((await ask('/shop/attune/create-client.test.js')).status).toBe(404)
  expect((await ask('/shop/..%2f..%2fpackage.json')).status).toBe(404)
})

test('the page’s key may ask as its visitor, and nothing more', async () => {
  const { key } = (await (await ask('/shop/config.json')).json()) as { key: string }
  const recommend = (body: object): Promise<Response> =>
    fetch(`${running.url}/v1/recommendations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect(
    (await recommend({ anonymousId: 'visitor', placement: 'product', context: { itemId: 'tea-001' } })).status,
  ).toBe(200)
  expect((await recommend({ userId: 'shopper-00001' })).status).toBe(403)
  expect((await ask('/v1/people', key)).status).toBe(403)
})

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

test.skipIf(!chromium)(
  'in a real browser: what a visitor opens, puts into the cart, orders and rates is stored, and the next list leaves it out',
  async () => {
    const { chromium: launcher } = await import('playwright-core')
    const browser = await launcher.launch({ executablePath: chromium!, args: ['--no-sandbox'] })
    try {
      // The browser's own name says that nobody sits in front of it: robots are set aside.
      const page = await browser.newPage({
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36',
        locale: 'en-GB',
      })
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      await page.goto(`${running.url}/shop/`)
      const opened = (await page.locator('.card').nth(1).getAttribute('href')) ?? ''
      await page.locator('.card').nth(1).click()
      await page.locator('.product .btn.primary').click()
      await page.locator('.star').nth(4).click()
      await page.locator('.links a').click()
      await page.locator('.total .btn').click()
      await page.locator('.note[role=status]').waitFor()
      await page.locator('.sent summary').click()
      await page.waitForFunction(() => document.querySelectorAll('.sent li').length >= 8)
      await page.waitForFunction(
        () => ![...document.querySelectorAll('.sent .state')].some((s) => s.textContent !== 'stored'),
      )
      const anonymousId = await page.evaluate(
        () => Object.entries(localStorage).find(([name]) => name.endsWith('anonymous'))?.[1],
      )
      await page.locator('.links button').nth(1).click()
      expect(await page.title()).toBe('纸与陶')
      await page.locator('.brand').click()
      await page.locator('.card').first().waitFor()
      expect(await page.locator(`.card[href="${opened}"]`).count()).toBe(0)
      expect(faults).toEqual([])

      const people = (await (await ask(`/v1/people?search=${anonymousId}`, running.adminKey)).json()) as {
        people: { personId: string; orders: number; events: number }[]
      }
      expect(people.people).toHaveLength(1)
      expect(people.people[0]).toMatchObject({ orders: 1 })
      const person = (await (await ask(`/v1/people/${people.people[0]!.personId}`, running.adminKey)).json()) as {
        counts: Record<string, number>
      }
      expect(person.counts).toMatchObject({ exposure: expect.any(Number), click: 1, cart: 1, order: 1 })
      expect(person.counts.view).toBeGreaterThanOrEqual(1)
    } finally {
      await browser.close()
    }
  },
  60_000,
)

test('a folder that no demonstration made is not cleared', async () => {
  const other = mkdtempSync(join(tmpdir(), 'attune-other-'))
  writeFileSync(join(other, 'precious.txt'), 'keep me')
  await expect(runDemo({ ...options, config: { ...options.config, dataDir: other } })).rejects.toMatchObject({
    code: 'not-a-demo-folder',
  })
  await expect(runDemo(options)).rejects.toMatchObject({ code: 'already-running' })
  rmSync(other, { recursive: true })
})

test('a portrait says what it rests on, and a product that nobody has seen finds its person by its text', async () => {
  const understood = await showUnderstanding({
    url: running.url,
    key: running.adminKey,
    language: 'zh',
    clock: Date.now,
  })
  expect(understood?.personId).toMatch(/^p_/)
  expect(understood?.portrait.map(({ title }) => title).length).toBeGreaterThan(2)
  expect(JSON.stringify(understood?.portrait)).toMatch(/[\u4e00-\u9fff]/)
  expect(understood?.newcomer?.place).toBeGreaterThan(0)
  expect(understood?.newcomer?.seconds).toBeLessThan(60)
})
