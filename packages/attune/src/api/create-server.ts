import compress from '@fastify/compress'
import cors from '@fastify/cors'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController, type RawServerDefault } from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { version } from '../version.ts'
import type { App } from './app.ts'
import { auditBrokenGlass } from './audit-broken-glass.ts'
import { authenticate } from './authenticate.ts'
import { connectionOptions } from './connection-options.ts'
import { addJsonParsers } from './json/add-json-parsers.ts'
import { limitConnections } from './limit-connections.ts'
import { limitRequests } from './limit-requests.ts'
import { sendProblem } from './problem.ts'
import { queueRequests } from './queue-requests.ts'
import { refuseAmbiguous } from './refuse-ambiguous.ts'
import { refuseConnection } from './refuse-connection.ts'
import { collectRules } from './route-rules.ts'
import { accessReviewRoutes } from './routes/access-review-routes.ts'
import { accessRoutes } from './routes/access-routes.ts'
import { attributionRoutes } from './routes/attribution-routes.ts'
import { auditRoutes } from './routes/audit-routes.ts'
import { behaviourRoutes } from './routes/behaviour-routes.ts'
import { clustersRoutes } from './routes/clusters-routes.ts'
import { collectRoutes } from './routes/collect-routes.ts'
import { computedTraitsRoutes } from './routes/computed-traits-routes.ts'
import { consentRoutes } from './routes/consent-routes.ts'
import { consoleRoutes } from './routes/console-routes.ts'
import { decideRoutes } from './routes/decide-routes.ts'
import { evaluationsRoutes } from './routes/evaluations-routes.ts'
import { eventsRoutes } from './routes/events-routes.ts'
import { experimentsRoutes } from './routes/experiments-routes.ts'
import { fairnessRoutes } from './routes/fairness-routes.ts'
import { flagsRoutes } from './routes/flags-routes.ts'
import { generateRoutes } from './routes/generate-routes.ts'
import { interestsRoutes } from './routes/interests-routes.ts'
import { itemsRoutes } from './routes/items-routes.ts'
import { keysRoutes } from './routes/keys-routes.ts'
import { labelsRoutes } from './routes/labels-routes.ts'
import { languageRoutes } from './routes/language-routes.ts'
import { liveRoutes } from './routes/live-routes.ts'
import { metricsRoutes } from './routes/metrics-routes.ts'
import { modelsRoutes } from './routes/models-routes.ts'
import { oidcRoutes } from './routes/oidc-routes.ts'
import { opinionsRoutes } from './routes/opinions-routes.ts'
import { overviewRoutes } from './routes/overview-routes.ts'
import { peopleRoutes } from './routes/people-routes.ts'
import { placementsRoutes } from './routes/placements-routes.ts'
import { powerRoutes } from './routes/power-routes.ts'
import { privacyRequestsRoutes } from './routes/privacy-requests-routes.ts'
import { privacyRoutes } from './routes/privacy-routes.ts'
import { profilesRoutes } from './routes/profiles-routes.ts'
import { promptsRoutes } from './routes/prompts-routes.ts'
import { qualityRoutes } from './routes/quality-routes.ts'
import { reportDocumentsRoutes } from './routes/report-documents-routes.ts'
import { reportRoutes } from './routes/report-routes.ts'
import { runsRoutes } from './routes/runs-routes.ts'
import { satisfactionRoutes } from './routes/satisfaction-routes.ts'
import { sdkRoutes } from './routes/sdk-routes.ts'
import { segmentsRoutes } from './routes/segments-routes.ts'
import { segmentsStream } from './routes/segments-stream.ts'
import { sessionRoutes } from './routes/session-routes.ts'
import { shopRoutes } from './routes/shop-routes.ts'
import { sourcesRoutes } from './routes/sources-routes.ts'
import { systemRoutes } from './routes/system-routes.ts'
import { upliftRoutes } from './routes/uplift-routes.ts'
import { usersRoutes } from './routes/users-routes.ts'
import { valueRoutes } from './routes/value-routes.ts'
import { webhooksRoutes } from './routes/webhooks-routes.ts'
import { securityHeaders } from './security-headers.ts'
import { strictTransport } from './strict-transport.ts'
import type { Certificate } from './tls/read-certificate.ts'

export interface ServerOptions {
  /**
   * Check every answer against its schema (tests). Otherwise TypeScript's word is taken: checking again costs more than
   * deciding does.
   */
  readonly checkAnswers?: boolean
  /** The server speaks TLS with it; without one, plain HTTP. */
  readonly certificate?: Certificate | undefined
}

/** The HTTP interface of an installation: not yet listening. */
export async function createServer(
  attune: Attune,
  { checkAnswers = false, certificate }: ServerOptions = {},
): Promise<App> {
  const { server: settings } = attune.config
  const { trustProxy } = settings
  const app: App = fastify<RawServerDefault>({
    ...(connectionOptions(settings.limits, certificate) as FastifyServerOptions),
    loggerInstance: attune.log as NonNullable<FastifyServerOptions['loggerInstance']>,
    // Fastify's own request log has the URL, and a URL may carry a person's id; the hook below logs the route instead.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    routerOptions: { maxParamLength: 1024 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply),
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
  }).withTypeProvider<ZodTypeProvider>()
  limitConnections(app.server, settings.limits, trustProxy !== false)

  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(checkAnswers ? serializerCompiler : () => (data) => JSON.stringify(data))
  app.setErrorHandler((error, request, reply) =>
    sendProblem(error as Parameters<typeof sendProblem>[0], request, reply),
  )
  app.setNotFoundHandler((request, reply) => {
    const error = attuneError('not-found', 'There is nothing here. The endpoints are listed at /docs.', { status: 404 })
    return sendProblem(error, request, reply)
  })
  const headers = securityHeaders({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    // Only over https, see below.
    hsts: false,
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
  strictTransport(app, settings.hstsDays)
  refuseAmbiguous(app)
  await app.register(cors, {
    origin: settings.allowedOrigins.includes('*') ? '*' : [...settings.allowedOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type'],
    exposedHeaders: ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
    maxAge: 86_400,
  })
  await app.register(compress, { global: false })

  const { recognise, enforce } = authenticate(app, attune)
  recognise()
  enforce()
  await limitRequests(app, settings)
  addJsonParsers(app, queueRequests(app, settings.limits, attune.telemetry))

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    attune.telemetry.requestSeconds.observe(
      { route, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
    if (reply.statusCode >= 500 || attune.log.isLevelEnabled('debug'))
      request.log.info({ route, method: request.method, status: reply.statusCode, ms: reply.elapsedTime }, 'request')
  })

  auditBrokenGlass(app, attune)
  collectRules(app)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Attune',
        version,
        description:
          'Collect behaviour, decide what to show, and measure what that changed. Errors are RFC 9457 problem documents.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          basic: { type: 'http', scheme: 'basic' },
          session: { type: 'apiKey', in: 'cookie', name: '__Host-attune' },
        },
      },
      security: [{ key: [] }, { basic: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })

  // Named, because Fastify looks for what has no name of its own among all modules that are loaded.
  for (const routes of [
    systemRoutes,
    collectRoutes,
    itemsRoutes,
    languageRoutes,
    opinionsRoutes,
    eventsRoutes,
    liveRoutes,
    decideRoutes,
    placementsRoutes,
    experimentsRoutes,
    metricsRoutes,
    powerRoutes,
    flagsRoutes,
    sdkRoutes,
    labelsRoutes,
    clustersRoutes,
    valueRoutes,
    upliftRoutes,
    interestsRoutes,
    modelsRoutes,
    runsRoutes,
    evaluationsRoutes,
    reportRoutes,
    reportDocumentsRoutes,
    attributionRoutes,
    overviewRoutes,
    behaviourRoutes,
    satisfactionRoutes,
    fairnessRoutes,
    promptsRoutes,
    qualityRoutes,
    peopleRoutes,
    segmentsRoutes,
    segmentsStream,
    computedTraitsRoutes,
    profilesRoutes,
    keysRoutes,
    sourcesRoutes,
    sessionRoutes,
    oidcRoutes,
    usersRoutes,
    accessRoutes,
    accessReviewRoutes,
    auditRoutes,
    consentRoutes,
    privacyRoutes,
    webhooksRoutes,
    generateRoutes,
    privacyRequestsRoutes,
    shopRoutes,
    consoleRoutes,
  ])
    await app.register(
      Object.assign(async (scope: FastifyInstance) => routes(scope as App, attune), {
        [Symbol.for('fastify.display-name')]: routes.name,
      }),
    )
  return app
}
