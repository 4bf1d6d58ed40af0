import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { readShopSetting } from '../../demo/shop-setting.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { loadBrowserModules } from '../browser-modules.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../public/shop')
const files: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'shop.css': 'text/css; charset=utf-8',
  'shop.js': 'text/javascript; charset=utf-8',
  'session.js': 'text/javascript; charset=utf-8',
  'pages.js': 'text/javascript; charset=utf-8',
  'lists.js': 'text/javascript; charset=utf-8',
  'views.js': 'text/javascript; charset=utf-8',
  'texts.js': 'text/javascript; charset=utf-8',
}

/**
 * The demonstration shop at `/shop`: a static page that talks to this server as any shop would, through the real client
 * and a publishable key. It is there only while the workspace has a `shop` setting, which `attune demo` writes.
 */
export async function shopRoutes(app: App, attune: Attune): Promise<void> {
  const { workspace } = attune.config
  // Stripping types takes a while, and most installations have no shop: when the first page of one asks.
  let modules: ReturnType<typeof loadBrowserModules> | undefined
  const moduleAt = async (path: string) => {
    modules ??= loadBrowserModules()
    return (await modules).get(path)
  }
  const setting = () => {
    const found = readShopSetting(attune.state, workspace)
    if (!found)
      throw attuneError('no-shop', 'There is no demonstration shop here. `npm run demo` opens one.', { status: 404 })
    return found
  }
  const hidden = { schema: { hide: true } } as const

  app.get('/shop', hidden, async (_request, reply) => {
    setting()
    return reply.redirect('/shop/')
  })

  app.get('/shop/config.json', hidden, async () => setting())

  app.get('/shop/catalogue.json', { ...hidden, compress: {} } as typeof hidden, async () => {
    setting()
    return {
      items: [...attune.items.all(workspace)].map((item) => ({
        id: item.id,
        price: item.price,
        currency: item.currency,
        image: item.image,
        title: item.title,
        texts: item.attributes,
      })),
    }
  })

  app.get(
    '/shop/*',
    { schema: { hide: true, params: z.object({ '*': z.string().max(100) }) } },
    async (request, reply) => {
      setting()
      const name = request.params['*'] || 'index.html'
      const module = name.startsWith('attune/') ? await moduleAt(name.slice('attune/'.length)) : undefined
      const type = module === undefined ? (Object.hasOwn(files, name) ? files[name] : undefined) : files['shop.js']
      if (type === undefined) throw attuneError('not-found', 'The shop has no such page.', { status: 404 })
      // Read each time: the files are small, and an edit shows on the next reload.
      const content = module === undefined ? readFileSync(join(folder, name)) : Buffer.from(module)
      return reply.type(type).header('cache-control', 'no-cache').send(content)
    },
  )
}
