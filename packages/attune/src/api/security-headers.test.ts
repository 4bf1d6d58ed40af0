import { expect, test } from 'vitest'
import { securityHeaders } from './security-headers.ts'

test('the headers are helmet’s, the content policy with the directives that were asked for', () => {
  const headers = securityHeaders({
    contentSecurityPolicy: {
      directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'"], frameAncestors: ["'none'"] },
    },
    hsts: false,
  })
  expect(headers['content-security-policy']).toMatch(/default-src 'self'/)
  expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('no-referrer')
  expect(headers).not.toHaveProperty('strict-transport-security')
})
