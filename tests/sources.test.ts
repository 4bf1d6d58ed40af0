import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { exportLake } from '../packages/attune/src/store/lake.ts'
import { openInstallation, serveProcess, temporaryFolder } from './support.ts'

/** Every file below a folder that holds the text, in any of the ways a store may write it down. */
function filesWith(folder: string, text: string): string[] {
  const needles = [Buffer.from(text), Buffer.from(text, 'utf16le')]
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesWith(path, text)
    const bytes = readFileSync(path)
    return needles.some((needle) => bytes.includes(needle)) ? [path] : []
  })
}

/** Numbers stand in the stores in clear, so numbers are looked for. */
const canary = 123456789.015625
const canaryName = 'canary-4c1f'
const kept = 987654321.015625
const isThere = (folder: string, value: number): boolean => filesWith(folder, String(value)).length > 0

const declaration = {
  events: { Counted: { properties: { kept: 'number' } } },
  context: {},
  traits: { plan: 'text' },
}
const batch = (n: number) => [
  {
    type: 'track',
    userId: `ann-${n}`,
    messageId: `m-${n}`,
    event: 'Counted',
    properties: { kept, dropped: canary, nested: { dropped: canaryName } },
    context: { reading: canary, page: { reading: canary } },
  },
  // Refused: a number that cannot be; set aside with what is declared only.
  {
    type: 'track',
    userId: `ann-${n}`,
    messageId: `r-${n}`,
    event: 'Counted',
    timestamp: 'never',
    properties: { kept, dropped: canary },
    extra: canaryName,
  },
  { type: 'identify', userId: `ann-${n}`, messageId: `i-${n}`, traits: { plan: 'gold', reading: canaryName } },
]

test('what a source does not declare reaches no file: store, journal, quarantine, lake; also when the process is killed', {
  timeout: 120_000,
}, async () => {
  const dataDir = temporaryFolder()
  const server = await serveProcess(dataDir)
  const ask = async (key: string, method: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, unknown>
  }
  const file = join(temporaryFolder(), 'web.json')
  writeFileSync(file, JSON.stringify(declaration))
  const at = ['--data-dir', dataDir]
  expect((await runHere(['sources', 'declare', 'web', file, ...at])).stdout).toContain('keys create')
  const made = await runHere(['keys', 'create', 'site', '--scopes', 'write', '--source', 'web', '--json', ...at])
  const { secret } = JSON.parse(made.stdout) as { secret: string }
  for (let n = 0; n < 20; n++)
    expect(await ask(secret, 'POST', '/v1/batch', { batch: batch(n) })).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1 }],
    })
  const shown = (await runHere(['sources', 'show', 'web', ...at])).stdout
  expect(shown).toMatch(/properties\.nested\s+Counted\s+not declared\s+20/)
  await server.kill('SIGKILL')
  // What was acknowledged lies in the journal still.
  expect(isThere(dataDir, kept)).toBe(true)
  expect([isThere(dataDir, canary), filesWith(dataDir, canaryName)]).toEqual([false, []])

  const csv = join(temporaryFolder(), 'more.csv')
  writeFileSync(csv, `user,event,item,time,price\nbob,Counted,${canaryName},2026-01-01T00:00:00Z,${canary}\n`)
  const imported = JSON.parse((await runHere(['import', csv, '--source', 'web', '--json', ...at])).stdout)
  expect(imported).toMatchObject({ stored: 1, source: 'web' })
  const again = await openInstallation({ dataDir })
  const lake = temporaryFolder()
  await exportLake({ ...again.attune, dir: lake })
  expect(await again.attune.events.query('SELECT count(*) AS n FROM events')).toEqual([{ n: 41 }])
  const [row] = await again.attune.events.query<{ properties: string }>(
    "SELECT properties FROM events WHERE message_id = 'm-0'",
  )
  expect(row?.properties).toBe(JSON.stringify({ kept }))
  await again.close()
  for (const folder of [dataDir, lake])
    expect([isThere(folder, canary), filesWith(folder, canaryName)]).toEqual([false, []])
})

test('without a declaration the same values do reach the files, so that the search above finds what is there', async () => {
  const house = await openInstallation()
  await house.ask('write', 'POST', '/v1/batch', { batch: batch(0) })
  const lake = temporaryFolder()
  await exportLake({ ...house.attune, dir: lake })
  await house.close()
  expect([isThere(house.dataDir, canary), isThere(house.dataDir, kept)]).toEqual([true, true])
})

test('without any declaration no address of the network, device or exact place is kept, opened or sealed, stored or refused', async () => {
  const house = await openInstallation()
  const secrets = [
    '203.0.113.77',
    'DEVICE-canary',
    'IDFA-canary',
    '31.230416',
    '121.473701',
    'ann@canary.example',
    'TOKEN-canary',
    '13800138000',
    'Ann’s canary phone',
  ]
  const context = {
    ip: '203.0.113.77',
    客户端IP: '203.0.113.77',
    device: { id: 'DEVICE-canary', advertisingId: 'IDFA-canary', name: 'Ann’s canary phone', type: 'phone' },
    设备号: 'DEVICE-canary',
    location: { latitude: 31.230416, 经度: '121.473701', country: 'CN' },
    page: {
      url: 'https://shop.example/茶?手机号=13800138000&分类=绿茶',
      referrer: 'https://mail.example/?email=ann@canary.example&page=2#token=TOKEN-canary',
    },
  }
  const properties = { product_id: 'tea', lat: 31.230416, 坐标: '31.230416,121.473701', $ip: '203.0.113.77' }
  const event = { type: 'track', userId: 'ann', event: 'Product Viewed', properties, context }
  const bad = { ...event, messageId: 'bad', timestamp: 'never' }
  await house.ask('write', 'POST', '/v1/batch', { batch: [{ ...event, messageId: 'good' }, bad] })
  const { decisionId } = (
    await house.ask('read', 'POST', '/v1/recommendations', { placement: 'home', userId: 'ann', context: properties })
  ).body
  expect(decisionId).toMatch(/^d_/)
  const opened = JSON.stringify([
    (await house.ask('admin', 'GET', '/v1/events/good')).body,
    (await house.ask('admin', 'GET', '/v1/events/bad')).body,
    (await house.ask('admin', 'GET', '/v1/people/ann/export')).body,
  ])
  await house.close()
  expect(secrets.filter((secret) => opened.includes(secret))).toEqual([])
  // What remains of it is there: the search looks at the right thing.
  for (const rest of ['31.2,121.5', '121.5', '分类=绿茶', 'https://mail.example/?page=2', 'phone'])
    expect(opened).toContain(rest)
  expect(secrets.flatMap((secret) => filesWith(house.dataDir, secret))).toEqual([])
})
