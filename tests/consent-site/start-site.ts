import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadBrowserModules } from '../../packages/attune/src/api/browser-modules.ts'

export interface Site {
  readonly url: string
  close(): Promise<void>
}

const page = (language: string) => `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Site</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css"></head>
<body>
<header><a href="#top" id="first">Top</a></header>
<main><h1>Site</h1><div id="mount"></div></main>
<footer><button type="button" id="privacy">Privacy</button></footer>
<script type="module" src="/site.js"></script>
</body></html>`

/** What every site of a customer would write, told by its address which options to take. */
const script = `
import { createClient } from '/attune/index.js'
import { showConsentBanner, showPreferences } from '/attune/consent/index.js'
const asked = new URLSearchParams(location.search)
const ui = { privacyUrl: '/privacy', contact: 'privacy@site.example', ...JSON.parse(asked.get('ui') ?? '{}') }
const client = createClient({ url: asked.get('server'), key: asked.get('key'), flushIntervalMs: 50 })
globalThis.client = client
client.page('Home')
client.track('Product Viewed', { product_id: 'tea' })
if (asked.has('page')) showPreferences(client, { ...ui, container: document.getElementById('mount') })
else showConsentBanner(client, ui)
document.getElementById('privacy').addEventListener('click', () => showPreferences(client, ui))
`

const style = `:root{color-scheme:light dark;background:light-dark(#fff,#111);color:light-dark(#111,#eee)}body{margin:16px;min-height:150vh;display:flex;flex-direction:column;justify-content:space-between}
a,button{min-height:44px;display:inline-block}a{color:light-dark(#0645ad,#8ab4f8)}`

/**
 * A site of its own origin that uses the client under a policy that allows nothing inline, no evaluated text and no HTML
 * from text.
 */
export async function startSite(server: string): Promise<Site> {
  const modules = await loadBrowserModules()
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src ${server}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    const module = pathname.startsWith('/attune/') ? modules.get(pathname.slice('/attune/'.length)) : undefined
    const [type, text] =
      pathname === '/'
        ? ['text/html', page(searchParams.get('lang') ?? 'en')]
        : pathname === '/site.css'
          ? ['text/css', style]
          : ['text/javascript', pathname === '/site.js' ? script : module]
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
    })
    response.end(text)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
}
