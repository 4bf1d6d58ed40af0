import type { FastifyInstance } from 'fastify'
import { attuneError } from '../../errors.ts'
import type { Admit } from '../queue-requests.ts'
import { readJson } from './read-json.ts'

/**
 * Bodies are JSON, whatever they call themselves: `navigator.sendBeacon` sends text/plain where a page may not ask for
 * permission first. Compressed ones are refused before they are read: a kilobyte may unpack to a gigabyte.
 *
 * @param admit asked for the turn of a request when its body is there and not yet parsed
 */
export function addJsonParsers(app: FastifyInstance, admit: Admit): void {
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    const encoding = request.headers['content-encoding']
    if (encoding === undefined || encoding.toLowerCase() === 'identity') done()
    else
      done(
        attuneError('unsupported-encoding', 'Send the body uncompressed, without Content-Encoding.', { status: 415 }),
      )
  })
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser<Buffer>(['application/json', 'text/plain'], { parseAs: 'buffer' }, (request, body, done) => {
    admit(request, body.length, (refusal) => {
      if (refusal !== undefined) {
        done(refusal)
        return
      }
      let value: unknown
      try {
        value = readJson(body, { judgedLater: request.routeOptions.config.judgesEach === true })
      } catch (error) {
        done(error as Error)
        return
      }
      done(null, value)
    })
  })
}
