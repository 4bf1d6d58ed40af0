import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const packages = join(import.meta.dirname, '..', '..', '..', '..')

/** Files, and folders, that open connections by themselves, and why they may. */
const exceptions: Readonly<Record<string, string>> = {
  'attune/src/protect/outgoing/create-outgoing.ts': 'the guard itself',
  'attune/src/protect/outgoing/send-pinned.ts': 'the guard itself',
  'attune/src/protect/access/create-oidc.ts': 'fetches keys through the guard (customFetch)',
  'attune/src/ask-server.ts': 'asks the server of this computer that wrote down its address and certificate',
  'attune/src/demo/http-caller.ts': 'the demonstration asks its own server',
  'attune/public/shop/shop.js': 'a page asks the server it came from',
  'client/src/create-client.ts': 'the SDK asks the Attune that its user names',
  'client/src/send.ts': 'the SDK asks the Attune that its user names',
  'client/src/types.ts': 'the type of what the user of the SDK may pass in',
  'language/src/embed/endpoint-encoder.ts': 'asks through what is passed in: in Attune, the guard',
  'language/src/generate/providers/': 'models are asked through what is passed in: in Attune, the guard',
  'console/src/': 'pages ask the server they came from; their policy (connect-src) lets them ask no other',
}

/** Of modules that open connections: what opens none. */
const harmless = ['STATUS_CODES', 'isIP', 'isIPv6', 'BlockList', 'createServer', 'lookup']
const modules = /import\s+(?!type\b)([^'";]*?)from\s+'(?:node:)?(?:https?|http2|net|tls|dgram|dns|dns\/promises)'/g
const others = [
  /(?<![-\w.'"“/])fetch(?!\s*:)(?![-\w'"])/,
  /(?:globalThis|window|self)\.fetch\b/,
  /\bimport\(\s*'(?:node:)?(?:https?|http2|net|tls|dgram)'/,
  /\brequire\(/,
  /from '(?:undici|axios|got|node-fetch|ky|ws)'/,
  /\bcreateRemoteJWKSet\(/,
  /\bnew (?:WebSocket|EventSource|XMLHttpRequest)\b/,
  /\bsendBeacon\(/,
]

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

function opensConnections(text: string): boolean {
  const code = withoutComments(text)
  const names = [...code.matchAll(modules)].flatMap(([, list = '']) =>
    list
      .replace(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  )
  return names.some((name) => !harmless.includes(name)) || others.some((way) => way.test(code))
}

const files = globSync(['*/src/**/*.{ts,tsx}', 'attune/{public,bin}/**/*.js'], { cwd: packages })
  .map((path) => path.replaceAll('\\', '/'))
  // What is built from console/src is not there in a fresh checkout, and its sources are looked at.
  .filter((path) => !/\.(?:test|fixture)\.tsx?$/.test(path) && !path.startsWith('attune/public/console/'))

test('nothing opens a connection but the guard, and what is listed with a reason', () => {
  expect(files.length).toBeGreaterThan(500)
  const opening = files.filter((path) => opensConnections(readFileSync(join(packages, path), 'utf8')))
  const excepted = Object.keys(exceptions)
  const advice =
    'opens connections by itself. Ask through `attune.outgoing.fetch` (protect/outgoing), which refuses addresses of one’s own network; only what never asks an address that somebody else chose may be listed in `exceptions` with its reason.'
  expect(
    opening.filter((path) => !excepted.some((one) => path.startsWith(one))).map((path) => `${path} ${advice}`),
  ).toEqual([])
  expect(excepted.filter((one) => !opening.some((path) => path.startsWith(one)))).toEqual([])
})

test.each([
  "const answer = await fetch('https://example.com')",
  'createThing({ fetch, clock })',
  'globalThis.fetch(url)',
  "import { request } from 'node:https'",
  "import {\n  connect,\n} from 'node:net'",
  "import http from 'http'",
  "await import('node:tls')",
  'const keys = createRemoteJWKSet(url)',
  'new WebSocket(url)',
])('%j is noticed', (text) => {
  expect(opensConnections(text)).toBe(true)
})

test.each([
  "import type { IncomingMessage } from 'node:http'",
  "import { isIP, type LookupFunction } from 'node:net'",
  'await outgoing.fetch(url)',
  "// fetch it\nheaders['sec-fetch-site']",
  '/** They fetch pages. */',
])('%j is none', (text) => {
  expect(opensConnections(text)).toBe(false)
})
