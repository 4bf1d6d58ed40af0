import type { Attune } from '../../attune.ts'
import { writeCorpus } from '../../embeddings/write-corpus.ts'
import { attuneError } from '../../errors.ts'
import type { App } from '../app.ts'
import {
  analyseRequestSchema,
  analyseResponseSchema,
  corpusSchema,
  embedRequestSchema,
  embedResponseSchema,
  encoderStatusSchema,
  mostCharacters,
  mostEmbedded,
  mostTexts,
  taggerInputSchema,
  taggerSchema,
} from '../schemas/language.ts'

/** `/v1/language`: what texts say that are sent along. Nothing of them is kept. */
export async function languageRoutes(app: App, attune: Attune): Promise<void> {
  app.post(
    '/v1/language/analyse',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        tags: ['language'],
        summary: `Language, terms, keywords, entities and near-duplicates of up to ${mostTexts} texts; nothing is kept`,
        body: analyseRequestSchema,
        response: { 200: analyseResponseSchema },
      },
    },
    async ({ auth, body }) => {
      refuseTooMuch(body.texts)
      const texts = await attune.textAnalysis.analyse(auth.workspace, body)
      return {
        texts,
        subwordsBy: body.subwords ? await attune.textAnalysis.subwordsBy(auth.workspace) : null,
        tagger: attune.textAnalysis.taggerOf(auth.workspace),
      }
    },
  )

  app.post(
    '/v1/language/embed',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      bodyLimit: 8 * 1024 * 1024,
      schema: {
        tags: ['language'],
        summary: `Vectors of up to ${mostEmbedded} texts by the encoder of the workspace; nothing is kept`,
        body: embedRequestSchema,
        response: { 200: embedResponseSchema },
      },
    },
    async ({ auth, body }) => {
      refuseTooMuch(body.texts)
      const { encoder, vectors } = await attune.embeddings.embed(auth.workspace, body.texts)
      return { encoder, dimensions: vectors[0]?.length ?? 0, vectors: vectors.map((vector) => [...vector]) }
    },
  )

  app.get(
    '/v1/language/tagger',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['language'],
        summary: 'Which model finds entities beside rules and catalogue',
        response: { 200: taggerSchema },
      },
    },
    async ({ auth }) => attune.tagging.status(auth.workspace),
  )

  app.put(
    '/v1/language/tagger',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['language'],
        summary: 'Choose a model of “attune finetune tag”, or none (null); one that cannot be used is not chosen',
        body: taggerInputSchema,
        response: { 200: taggerSchema },
      },
    },
    async ({ auth, body }) => attune.tagging.choose(auth.workspace, body.model, auth.keyId),
  )

  app.get(
    '/v1/language/encoder',
    {
      config: { scopes: ['read'], can: 'reports.read' },
      schema: {
        tags: ['language'],
        summary: 'What turns texts into vectors, and how many items have theirs',
        response: { 200: encoderStatusSchema },
      },
    },
    async ({ auth }) => attune.embeddings.status(auth.workspace),
  )

  app.post(
    '/v1/language/encoder/corpus',
    {
      config: { scopes: ['admin'], can: 'models.change' },
      schema: {
        tags: ['language'],
        summary: 'Write what an encoder of the workspace’s own learns from, for “attune encoder train”',
        response: { 200: corpusSchema },
      },
    },
    async ({ auth }) => writeCorpus(attune, auth.workspace),
  )
}

function refuseTooMuch(texts: readonly string[]): void {
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  if (characters > mostCharacters)
    throw attuneError(
      'too-much-text',
      `Send at most ${mostCharacters} characters at a time; these are ${characters}.`,
      {
        status: 413,
        details: { field: 'texts', limit: mostCharacters },
      },
    )
}
