import { lookup } from 'node:dns/promises'
import { createServer, type Server } from 'node:net'
import type { App } from './app.ts'

/**
 * Starts to listen; `localhost` is all addresses of that name, whose connections go to the one server, so that its limits
 * and its certificate hold for all of them.
 *
 * @returns the address to ask at, such as `http://127.0.0.1:8787`
 */
export async function listenOn(app: App, host: string, port: number): Promise<string> {
  const addresses = host === 'localhost' ? await lookup(host, { all: true }) : []
  const [first = { address: host }, ...others] = addresses
  const address = await app.listen({ host: first.address, port })
  const { port: shown, protocol } = new URL(address)
  const bound = Number(shown) || (protocol === 'https:' ? 443 : 80)
  const sides: Server[] = []
  for (const { address: other } of others)
    await new Promise<void>((resolve) => {
      const side = createServer((socket) => app.server.emit('connection', socket))
      // An address of the name that this computer has not: the first is enough.
      side.once('error', () => resolve())
      side.listen({ host: other, port: bound }, () => {
        sides.push(side)
        resolve()
      })
    })
  app.server.once('close', () => {
    for (const side of sides) side.close()
  })
  if (host === '0.0.0.0' || host === '::') return address.replace(/\/\/.*/, `//127.0.0.1:${bound}`)
  return address
}
