import type { FastifyInstance } from 'fastify'

/**
 * Asks browsers that came over https to come by nothing else for some days. Not for `localhost`: other programs on the same
 * computer speak plain HTTP under that name, and the port makes no difference to browsers.
 *
 * @param days 0: not asked
 */
export function strictTransport(app: FastifyInstance, days: number): void {
  if (days === 0) return
  const value = `max-age=${days * 86_400}`
  app.addHook('onRequest', (request, reply, done) => {
    if (request.protocol === 'https' && request.hostname !== 'localhost')
      reply.header('strict-transport-security', value)
    done()
  })
}
