import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { sourceDeclarationSchema } from '../../collect/sources/declaration.ts'
import { type DroppedField, defaultSource, ownSource } from '../../collect/sources/sources.ts'
import { suggestDeclaration } from '../../collect/sources/suggest-declaration.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import {
  type SourceSummary,
  type SourceView,
  sourceListSchema,
  sourceParams,
  sourceSchema,
  suggestionSchema,
} from '../schemas/sources.ts'

/** `GET /v1/sources`, `GET/PUT/DELETE /v1/sources/:name`, `GET /v1/sources/:name/suggestion`: what sites, apps and servers may send. */
export async function sourcesRoutes(app: App, attune: Attune): Promise<void> {
  const { sources, keys } = attune
  const tags = ['sources']
  const reading = { scopes: ['read'], can: 'reports.read' } as const
  const changing = { scopes: ['admin'], can: 'sources.change' } as const

  const keysOf = (workspace: string, name: string): string[] =>
    keys
      .list(workspace)
      .filter((key) => key.revokedAt === null && key.scopes.some((scope) => scope === 'write' || scope === 'admin'))
      .filter((key) => (key.source ?? defaultSource) === name)
      .map(({ id }) => id)

  function viewOf(workspace: string, name: string): SourceView {
    const known = sources.find(workspace, name)
    return {
      name,
      from: known?.from ?? null,
      updatedAt: known?.updatedAt == null ? null : new Date(known.updatedAt).toISOString(),
      declaration: known?.declaration ?? null,
      keys: keysOf(workspace, name),
      dropped: sources.droppedOf(workspace, name).map(({ lastAt, reason, ...rest }) => ({
        ...rest,
        reason: reason as 'undeclared' | 'wrong-type' | 'declared',
        lastAt: new Date(lastAt).toISOString(),
      })),
    }
  }

  app.get(
    '/v1/sources',
    {
      config: reading,
      schema: {
        tags,
        summary:
          'Sources that are declared, that keys name, or that sent something; and the rules that hold for all of them',
        response: { 200: sourceListSchema },
      },
    },
    async ({ auth: { workspace } }) => {
      const rows = await attune.events.query<{ source: string; n: number; last: number }>(
        'SELECT source, count(*) AS n, max(received_at) AS last FROM events WHERE workspace = $1 AND source <> $2 GROUP BY source',
        [workspace, ownSource],
      )
      const sent = new Map(rows.map((row) => [row.source, row]))
      const names = new Set([
        ...sources.list(workspace).map(({ name }) => name),
        ...keys
          .list(workspace)
          .flatMap(({ source, revokedAt }) => (source === null || revokedAt !== null ? [] : [source])),
        ...sent.keys(),
      ])
      const { identity, traits } = attune.config
      return {
        rules: {
          join: [...identity.join],
          atMost: identity.atMost,
          traits: Object.entries(traits).map(([trait, { keep, trust = [] }]) => ({ trait, keep, trust: [...trust] })),
        },
        sources: [...names].sort().map((name): SourceSummary => {
          const known = sources.find(workspace, name)
          const row = sent.get(name)
          return {
            name,
            title: known?.declaration.title ?? '',
            from: known?.from ?? null,
            regime: known?.declaration.regime ?? null,
            keys: keysOf(workspace, name),
            events: row?.n ?? 0,
            lastEventAt: row === undefined ? null : new Date(row.last).toISOString(),
            dropped: unwantedIn(sources.droppedOf(workspace, name)),
          }
        }),
      }
    },
  )

  app.get(
    '/v1/sources/:name',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What a source may send, and which fields it sent besides',
        params: sourceParams,
        response: { 200: sourceSchema },
      },
    },
    async ({ auth, params }) => viewOf(auth.workspace, params.name),
  )

  app.put(
    '/v1/sources/:name',
    {
      config: changing,
      schema: {
        tags,
        summary: 'Declare what a source may send; from the next event on, everything else of it is dropped',
        params: sourceParams,
        body: sourceDeclarationSchema,
        response: { 200: sourceSchema },
      },
    },
    async ({ auth, params, body }) => {
      sources.declare(auth.workspace, params.name, body, auth.keyId)
      return viewOf(auth.workspace, params.name)
    },
  )

  app.delete(
    '/v1/sources/:name',
    {
      config: changing,
      schema: {
        tags,
        summary: 'Remove a declaration: its events stay, and everything known is kept from now on',
        params: sourceParams,
        response: { 204: z.undefined() },
      },
    },
    async ({ auth, params }, reply) => {
      if (!sources.remove(auth.workspace, params.name, auth.keyId))
        throw attuneError('unknown-source', 'Nothing is declared for this source.', { status: 404 })
      return reply.code(204).send(undefined)
    },
  )

  app.get(
    '/v1/sources/:name/suggestion',
    {
      config: reading,
      schema: {
        tags,
        summary: 'A declaration of what a source sent lately, to be shortened: names and types, never a value',
        params: sourceParams,
        querystring: z.object({ days: z.coerce.number().int().min(1).max(3650).default(28) }),
        response: { 200: suggestionSchema },
      },
    },
    async ({ auth, params, query }) => {
      const since = attune.clock() - query.days * 86_400_000
      const { fields, ...rest } = await suggestDeclaration(attune, auth.workspace, params.name, since)
      return { ...rest, fields: [...fields] }
    },
  )
}

const unwantedIn = (dropped: readonly DroppedField[]): number =>
  dropped.reduce((sum, { reason, count }) => (reason === 'declared' ? sum : sum + count), 0)
