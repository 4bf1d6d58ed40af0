import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestInstallation } from '../support.ts'
import { bodyRoutes, headersFor, openTarget, pathOf } from './attack-support.ts'

let house: TestInstallation
beforeAll(async () => {
  house = await openTarget()
})
afterAll(() => house.close())

const poison = '{"polluted":true,"role":"owner","isAdmin":true,"scopes":["admin"]}'
const bodies = [
  `{"__proto__":${poison}}`,
  `{"\\u005f\\u005fproto__":${poison}}`,
  `{"constructor":{"prototype":${poison}}}`,
  `{"id":"i1","title":"t","attributes":{"__proto__":${poison},"constructor":{"prototype":${poison}}}}`,
  `{"batch":[{"type":"track","userId":"u","event":"e","properties":{"__proto__":${poison}},"context":{"constructor":{"prototype":${poison}}}}]}`,
  `[{"__proto__":${poison}}]`,
]

function unpolluted(): void {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Object.keys(Array.prototype)).toEqual([])
  expect(Object.keys(Function.prototype)).toEqual([])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
}

test('no body reaches a prototype, through no route', { timeout: 60_000 }, async () => {
  const headers = headersFor(house)
  for (const route of bodyRoutes(house))
    for (const payload of bodies) {
      const response = await house.app.inject({
        method: route.method as 'POST',
        url: pathOf(route.url),
        headers: { ...headers(route), 'content-type': 'application/json' },
        payload,
      })
      expect({ url: route.url, failed: response.statusCode >= 500 }).toEqual({ url: route.url, failed: false })
      unpolluted()
    }
})

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'])(
  'the name %s in a path or a query finds nothing that objects have by themselves',
  { timeout: 60_000 },
  async (name) => {
    const headers = headersFor(house)
    const queries = ['', `?${name}=1`, `?${name}[polluted]=1`, `?workspace=${name}&search=${name}&userId=${name}`]
    const skipped = ['/v1/live', '/v1/session', '/v1/sessions/:id']
    // What answers GET answers HEAD too, without a body to look into.
    for (const route of house.app.rules.filter(({ method, url }) => method !== 'HEAD' && !skipped.includes(url)))
      for (const query of queries) {
        const { method, url } = route
        const response = await house.app.inject({
          method: method as 'GET',
          url: pathOf(url, name) + query,
          headers: headers(route),
          ...(method === 'POST' || method === 'PUT' ? { payload: {} } : {}),
        })
        expect({
          at: `${method} ${url}${query}`,
          failed: response.statusCode >= 500,
          body: response.body,
        }).toMatchObject({
          failed: false,
        })
        expect(response.body).not.toMatch(/native code|\[object Object\]/)
        unpolluted()
      }
  },
)
