import type { FastifyReply, FastifyRequest } from 'fastify'

/** One cookie of the header; undefined where there is none, or more than one of that name (one of them was planted). */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '').split(';').flatMap((part) => {
    const at = part.indexOf('=')
    return at > 0 && part.slice(0, at).trim() === name ? [part.slice(at + 1).trim()] : []
  })
  return values.length === 1 ? values[0] : undefined
}

const isSecure = ({ protocol }: Pick<FastifyRequest, 'protocol'>): boolean => protocol === 'https'

/** `__Host-` makes browsers refuse the cookie from other hosts, paths and plain HTTP; they refuse the prefix on plain HTTP too. */
const nameFor = (request: FastifyRequest, name: string): string => (isSecure(request) ? `__Host-${name}` : name)

export const readCookie = (request: FastifyRequest, name: string): string | undefined =>
  cookieOf(request.headers.cookie, nameFor(request, name))

export interface CookieOptions {
  /** `Lax` only where the browser has to send it when it comes back from another site. */
  readonly sameSite?: 'Strict' | 'Lax'
  readonly maxAgeSeconds?: number
}

/** Sets a cookie that scripts cannot read; an empty value takes it away. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  { sameSite = 'Strict', maxAgeSeconds }: CookieOptions = {},
): void {
  const age = value === '' ? 0 : maxAgeSeconds
  const parts = [
    `${nameFor(request, name)}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(isSecure(request) ? ['Secure'] : []),
    ...(age === undefined ? [] : [`Max-Age=${age}`]),
  ]
  reply.header('set-cookie', parts.join('; '))
}

export const sessionCookie = 'attune'
