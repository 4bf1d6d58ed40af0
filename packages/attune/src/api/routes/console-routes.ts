import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { Attune } from '../../attune.ts'
import type { App } from '../app.ts'

const here = dirname(fileURLToPath(import.meta.url))
/** The built console: inside the published package, or beside this package in a checkout. */
const candidates = ['../../../public/console', '../../../../console/dist'].map((path) => join(here, path))

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Attune</title>
<p>The console is not built yet. Run <code>npm run build</code> and start again.</p>
<p lang="zh">控制台尚未构建。请运行 <code>npm run build</code> 后重新启动。</p>`

/** The console at `/`: static files, nothing secret; it asks for a key itself. */
export async function consoleRoutes(app: App, _attune: Attune): Promise<void> {
  const root = candidates.find((path) => existsSync(join(path, 'index.html')))
  if (!root) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .serializer((payload: unknown) => String(payload))
        .send(notBuilt),
    )
    return
  }
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders(response, path) {
      // Vite names assets by their content; the page itself must always be fresh.
      response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
