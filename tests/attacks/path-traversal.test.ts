import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runHere } from '../../packages/attune/src/cli/run-here.fixture.ts'
import { writeShopSetting } from '../../packages/attune/src/demo/shop-setting.ts'
import { temporaryFolder } from '../support.ts'
import { openListeningTarget, pathOf } from './attack-support.ts'

const canary = `CANARY-${crypto.randomUUID()}`
const root = join(import.meta.dirname, '..', '..')
/** From where files are served: what lies above and beside them must not be. */
const served = [
  'packages/console/dist',
  'packages/attune/public/shop',
  'packages/attune/public',
  'packages/client/src',
  'node_modules/@fastify/swagger-ui/static',
].map((path) => join(root, path))
const agent = new Agent({ keepAlive: true, maxSockets: 4 })
let house: Awaited<ReturnType<typeof openListeningTarget>>
let secrets: readonly Buffer[]
const outside = join(mkdtempSync(join(tmpdir(), 'attune-canary-')), 'canary.txt')

beforeAll(async () => {
  house = await openListeningTarget()
  const shop = { key: house.keys.write, placement: 'home', productPlacement: null }
  writeShopSetting(house.attune.state, 'default', shop, 0)
  for (const path of [outside, join(house.dataDir, 'canary.txt')]) writeFileSync(path, canary)
  secrets = [Buffer.from(canary), readFileSync(join(house.dataDir, 'secret.key'))]
})
afterAll(async () => {
  agent.destroy()
  await house.close()
})

/** Sends the path as it stands: a client that tidies it up would test itself. */
function get(path: string): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${house.keys.admin}` }
    const asked = request({ host: '127.0.0.1', port: house.port, path, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Ways to write `../` and `/` that some decoder or other has taken for them. */
const ways: readonly (readonly [up: string, slash: string])[] = [
  ['..', '/'],
  ['..', '%2f'],
  ['..', '%2F'],
  ['%2e%2e', '/'],
  ['%2E%2E', '%2F'],
  ['.%2e', '/'],
  ['..', '\\'],
  ['..', '%5c'],
  ['%2e%2e', '%5C'],
  ['%252e%252e', '%252f'],
  ['..', '%252f'],
  ['..', '%c0%af'],
  ['%c0%ae%c0%ae', '/'],
  ['%e0%80%ae%e0%80%ae', '%e0%80%af'],
  ['..', '%ef%bc%8f'],
  ['%uff0e%uff0e', '%u2215'],
  ['....', '//'],
  ['..;', '/'],
  ['.%00.', '/'],
  ['..%00', '/'],
  ['..%0d%0a', '/'],
]
const written = (path: string, [up, slash]: readonly [string, string]): string =>
  path
    .split('/')
    .map((part) => (part === '..' ? up : part))
    .join(slash)

/** Where somebody would have to go from a folder that is served, and where they might try directly. */
const targets = (): string[] => {
  const files = [outside, join(house.dataDir, 'canary.txt'), join(house.dataDir, 'secret.key')]
  const climbing = files.flatMap((file) => served.map((folder) => relative(folder, file)))
  return [
    ...new Set(climbing.flatMap((path) => ways.map((way) => written(path, way)))),
    ...files.flatMap((file) => [
      file,
      `/${file}`,
      encodeURIComponent(file),
      `file://${file}`,
      encodeURIComponent(`file://${file}`),
      `${file}%00.html`,
      `${file}%00`,
    ]),
  ]
}

async function refusesAll(prefix: string, suffix = ''): Promise<void> {
  for (const target of targets()) {
    const path = prefix + target + suffix
    const { status, body } = await get(path)
    for (const secret of secrets) expect({ path, told: body.includes(secret) }).toEqual({ path, told: false })
    expect({ path, failed: status >= 500 }).toEqual({ path, failed: false })
  }
}

test('the folders that are tried are those that are served', async () => {
  for (const path of ['/', '/shop/shop.css', '/shop/attune/index.js', '/docs/static/swagger-ui.css'])
    expect({ path, status: (await get(path)).status }).toEqual({ path, status: 200 })
  expect((await get(`/assets/${readdirSync(join(served[0]!, 'assets'))[0]}`)).status).toBe(200)
})

test.each(['/', '/assets/', '/shop/', '/shop/attune/', '/docs/', '/docs/static/', '/openapi.json/'])(
  'nothing outside is served below %s',
  { timeout: 60_000 },
  async (prefix) => refusesAll(prefix),
)

test('no route takes a name for a path', { timeout: 240_000 }, async () => {
  const routes = house.app.rules.filter(({ method, url }) => method === 'GET' && url.includes(':'))
  expect(routes.length).toBeGreaterThan(5)
  for (const { url } of routes) {
    const at = url.indexOf(':')
    const rest = url.slice(at).replace(/^:\w+/, '')
    await refusesAll(url.slice(0, at), pathOf(rest))
  }
})

test('no name in a query or a body is taken for a path either', { timeout: 60_000 }, async () => {
  const before = readdirSync(house.dataDir, { recursive: true })
    .map(String)
    .filter((name) => !name.includes('journal'))
  const climb = relative(join(house.dataDir, 'models', 'default'), outside)
  for (const name of [climb, outside, '../../x', '..', '.', 'a/b', 'a\\b', 'a\0b']) {
    for (const url of ['/v1/events', '/v1/people', '/v1/items', '/v1/models', '/v1/report'])
      expect(
        (
          await get(
            `${url}?workspace=${encodeURIComponent(name)}&search=${encodeURIComponent(name)}&model=${encodeURIComponent(name)}`,
          )
        ).body.includes(canary),
      ).toBe(false)
    const at = encodeURIComponent(name)
    expect((await house.ask('admin', 'POST', `/v1/models/${at}/train`, {})).status).toBeGreaterThanOrEqual(400)
    expect(
      (await house.ask('admin', 'POST', `/v1/models/${at}/promote`, { version: 1 })).status,
    ).toBeGreaterThanOrEqual(400)
    const { status } = await house.ask('admin', 'PUT', `/v1/placements/${at}`, {
      title: { en: 'x', zh: 'x' },
      split: [{ variation: 'a', model: name, weight: 1 }],
    })
    expect(status).toBeGreaterThanOrEqual(400)
  }
  const after = readdirSync(house.dataDir, { recursive: true })
    .map(String)
    .filter((name) => !name.includes('journal'))
  expect(after).toEqual(before)
})

test('commands take no path for the name of a workspace, a model or a data set', { timeout: 120_000 }, async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'data')
  await runHere(['init', '--json', '--data-dir', dataDir])
  const here = ['--json', '--data-dir', dataDir]
  for (const [code, ...args] of [
    ['config-invalid', 'keys', 'list', '--workspace', '../../x'],
    ['config-invalid', 'lake', 'export', '--workspace', '..'],
    ['config-invalid', 'report', '--workspace', '/etc'],
    ['unknown-dataset', 'import', '../nothing/here'],
    [undefined, 'train', '../../x'],
  ] as const) {
    const { code: exit, stdout } = await runHere([...args, ...here])
    const { error } = JSON.parse(stdout) as { error: { code: string } }
    expect({ args, exit, code: error.code }).toEqual({ args, exit: 1, code: code ?? expect.any(String) })
  }
  expect(readdirSync(home)).toEqual(['data'])
})
