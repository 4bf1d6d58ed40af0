import fastify from 'fastify'
import { expect, test } from 'vitest'
import { collectRules } from './route-rules.ts'

const withRoute = async (url: string, config: object | undefined): Promise<unknown> => {
  const app = fastify()
  collectRules(app)
  try {
    app.route({ method: 'GET', url, ...(config === undefined ? {} : { config }), handler: async () => 'x' })
    await app.ready()
    return app.rules
  } catch (error) {
    return error
  }
}

test.each([
  ['none at all', undefined],
  ['scopes of keys only', { scopes: ['read'] }],
  ['a permission only', { can: 'reports.read' }],
  ['a permission that is none', { scopes: ['read'], can: 'reports.raed' }],
])('a route of the API with %s does not start, and says what to add', async (_, config) => {
  const error = (await withRoute('/v1/new', config)) as Error & { code: string }
  expect(error.code).toBe('route-without-rule')
  expect(error.message).toMatch(/GET \/v1\/new .*Add “config: \{ scopes: .*can: .*roles\.ts.*open: /)
})

test('a rule, or the reason why everybody may, is collected; HEAD has the rule of its GET', async () => {
  expect(await withRoute('/v1/new', { scopes: ['read'], can: 'reports.read' })).toEqual(
    ['GET', 'HEAD'].map((method) => ({
      method,
      url: '/v1/new',
      scopes: ['read'],
      can: 'reports.read',
      open: undefined,
    })),
  )
  expect(await withRoute('/v1/new', { open: 'health' })).toMatchObject([{ open: 'health' }, { open: 'health' }])
})

test('what lies elsewhere needs one only when it says who may', async () => {
  expect(await withRoute('/page', undefined)).toEqual([])
  expect(await withRoute('/metrics', { scopes: ['read'] })).toMatchObject({ code: 'route-without-rule' })
})
