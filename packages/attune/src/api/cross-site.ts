import type { FastifyRequest } from 'fastify'

const reads: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** In the form browsers send: lower case, without the port that goes without saying. */
const originOf = (address: string): string | undefined => (URL.canParse(address) ? new URL(address).origin : undefined)

function sameOrigin({ headers, protocol, host }: FastifyRequest): boolean | undefined {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  if (headers.origin !== undefined) return headers.origin === originOf(`${protocol}://${host}`)
  return site === undefined ? undefined : true
}

/**
 * Whether a change may have been made by a page of somebody else in the name of whoever is signed in. Browsers say where a
 * request comes from (`Sec-Fetch-Site`, `Origin`); a change that says nothing about it is not trusted either.
 */
export const isForged = (request: FastifyRequest): boolean =>
  !reads.includes(request.method) && sameOrigin(request) !== true

/** The same where no cookie is needed, as for signing in: programs say nothing of where they come from, and may. */
export const isFromElsewhere = (request: FastifyRequest): boolean => sameOrigin(request) === false
