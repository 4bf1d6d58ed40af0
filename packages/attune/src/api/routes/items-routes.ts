import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import type { ParsedItem } from '../../collect/item-catalogue.ts'
import { readItem } from '../../collect/read-item.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import { createItemSearch } from '../item-search.ts'
import { idSchema, pageQuerySchema } from '../schemas/common.ts'
import { itemInputSchema, itemPageSchema, itemSchema } from '../schemas/items.ts'

const maxItems = 1_000
const savedSchema = z.object({
  success: z.boolean(),
  saved: z.int(),
  rejected: z.array(
    z.object({
      index: z.int(),
      id: z.string().nullable(),
      code: z.string(),
      field: z.string().nullable(),
      message: z.string(),
    }),
  ),
})
const params = z.object({ id: idSchema })
const detailSchema = itemPageSchema.shape.items.element

/** `PUT/GET/DELETE /v1/items`: what can be offered. Changes need an admin key, reading a read key. */
export async function itemsRoutes(app: App, attune: Attune): Promise<void> {
  const search = createItemSearch(attune)
  const changing = { scopes: ['admin'], can: 'items.change' } as const
  const saving = { ...changing, judgesEach: true } as const
  const reading = { scopes: ['read'], can: 'reports.read' } as const
  const unknown = () => attuneError('unknown-item', 'There is no item of this id.', { status: 404 })

  async function saveOne(workspace: string, raw: unknown): Promise<ParsedItem> {
    const reading = readItem(raw)
    if (!reading.ok) {
      const { code, field, message } = reading.refused
      throw attuneError(code, message, { details: { ...(field === null ? {} : { field }) } })
    }
    await attune.items.put(workspace, [reading.item])
    return reading.item
  }

  app.put(
    '/v1/items',
    {
      config: saving,
      bodyLimit: 16 * 1024 * 1024,
      // The schema is for the documentation: items are judged one by one, so that one bad item does not cost the good ones.
      validatorCompiler: () => (data: unknown) => ({ value: data }),
      schema: {
        tags: ['items'],
        summary: `Create or replace one item, or up to ${maxItems} as {items: […]}; each is judged alone`,
        body: z.union([itemInputSchema, z.object({ items: z.array(itemInputSchema).min(1).max(maxItems) })]),
        response: { 200: savedSchema },
      },
    },
    async (request) => {
      const { workspace } = request.auth
      const body: unknown = request.body
      const list = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined
      if (list === undefined) {
        await saveOne(workspace, body)
        return { success: true, saved: 1, rejected: [] }
      }
      if (!Array.isArray(list) || list.length === 0)
        throw attuneError('wrong-type', 'items must be a list of at least one item.', { details: { field: 'items' } })
      if (list.length > maxItems)
        throw attuneError('too-many-items', `Send at most ${maxItems} items at a time; these are ${list.length}.`, {
          status: 413,
          details: { field: 'items', limit: maxItems },
        })
      const rejected: z.infer<typeof savedSchema>['rejected'] = []
      // The last of two items with one id counts, as if they had come one after the other.
      const items = new Map<string, ParsedItem>()
      for (const [index, raw] of list.entries()) {
        const reading = readItem(raw)
        if (reading.ok) items.set(reading.item.id, reading.item)
        else rejected.push({ index, id: reading.id, ...reading.refused })
      }
      await attune.items.put(workspace, [...items.values()])
      return { success: rejected.length === 0, saved: list.length - rejected.length, rejected }
    },
  )

  app.put(
    '/v1/items/:id',
    {
      config: saving,
      validatorCompiler:
        ({ httpPart }) =>
        (data: unknown) =>
          httpPart === 'params' ? parsed(params, data) : { value: data },
      schema: {
        tags: ['items'],
        summary: 'Create or replace one item',
        params,
        body: itemInputSchema.partial({ id: true }),
        response: { 200: itemSchema },
      },
    },
    async (request) => {
      const { workspace } = request.auth
      const { id } = request.params
      const body: unknown = request.body
      const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
      if (isObject && 'id' in body && body.id !== id)
        throw attuneError('invalid-value', 'The id in the body is not that of the address.', {
          details: { field: 'id' },
        })
      await saveOne(workspace, isObject ? { ...body, id } : body)
      const item = attune.items.get(workspace, id)
      if (!item) throw unknown()
      return item
    },
  )

  app.get(
    '/v1/items',
    {
      config: reading,
      schema: {
        tags: ['items'],
        summary: 'Items, those with most interactions in 28 days first',
        querystring: pageQuerySchema.extend({
          search: z.string().max(256).optional().describe('In id, title, brand, categories and tags'),
          kind: z.string().max(64).optional(),
          missing: z
            .enum(['description', 'categories', 'image', 'price', 'brand', 'vector'])
            .optional()
            .describe('Only items that lack it'),
        }),
        response: { 200: itemPageSchema },
      },
    },
    async (request) => search.page(request.auth.workspace, request.query),
  )

  app.get(
    '/v1/items/:id',
    {
      config: reading,
      schema: { tags: ['items'], summary: 'One item', params, response: { 200: detailSchema } },
    },
    async (request) => {
      const item = await search.one(request.auth.workspace, request.params.id)
      if (!item) throw unknown()
      return item
    },
  )

  app.delete(
    '/v1/items/:id',
    {
      config: changing,
      schema: {
        tags: ['items'],
        summary: 'Delete one item; its events stay',
        params,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      if ((await attune.items.remove(request.auth.workspace, [request.params.id])) === 0) throw unknown()
      return reply.code(204).send(undefined)
    },
  )

  app.post(
    '/v1/items/delete',
    {
      config: changing,
      schema: {
        tags: ['items'],
        summary: 'Delete items; unknown ids are passed over',
        body: z.strictObject({ ids: z.array(idSchema).min(1).max(maxItems) }),
        response: { 200: z.object({ deleted: z.int() }) },
      },
    },
    async (request) => ({ deleted: await attune.items.remove(request.auth.workspace, request.body.ids) }),
  )
}

function parsed<Value>(schema: z.ZodType<Value>, data: unknown): { value: Value } | { error: Error } {
  const result = schema.safeParse(data)
  if (result.success) return { value: result.data }
  const message = result.error.issues[0]?.message ?? 'not valid'
  return { error: attuneError('invalid-value', `id: ${message}.`, { details: { field: 'id' } }) }
}
