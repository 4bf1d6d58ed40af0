import { z } from 'zod'
import { identifierKinds } from '../collect/normal-identifier.ts'
import { sourceDeclarationSchema, sourceNameSchema } from '../collect/sources/declaration.ts'
import { traitRulesSchema } from '../collect/trait-rules.ts'
import { encoderSchema } from '../embeddings/encoder-schema.ts'
import { languageModelSchema } from '../generate/language-model-schema.ts'
import { isTimeZone } from '../profile/portrait/zone-clock.ts'
import { roles } from '../protect/access/roles.ts'
import { regimeNames, regimeSettings } from '../protect/consent/purposes.ts'
import { parseHost } from '../protect/outgoing/host-list.ts'
import { reportScheduleSchema } from '../report/documents/report-schedule.ts'
import { limitsSchema, tlsSchema, trustProxySchema } from './server-schema.ts'

/** TLS, or nothing between us and it. */
function isPrivate(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

const oidcSchema = z.strictObject({
  /** Such as `https://login.example.org`; `/.well-known/openid-configuration` is read below it. */
  issuer: z
    .url({ protocol: /^https?$/ })
    .refine(
      (text) => isPrivate(text),
      'https, or http on this computer: whoever can change its answers signs in as anybody',
    ),
  clientId: z.string().min(1),
  /** The variable that holds the client's secret; none for a public client. */
  clientSecretVariable: z.string().min(1).nullable().default(null),
  /** Where the browser comes back to: this server's address as people see it, such as `https://attune.example.org`. */
  publicUrl: z.url({ protocol: /^https?$/ }),
  /** On the button. */
  name: z.string().min(1).max(60).default('SSO'),
  /** What somebody becomes who was no user yet; null: only users may sign in. */
  defaultRole: z.enum(roles).exclude(['owner']).nullable().default(null),
  /** A claim whose values name a role, such as `groups`. */
  roleClaim: z.string().min(1).nullable().default(null),
  /** Value of that claim → role; the first that fits. Checked at every sign-in. */
  roles: z.record(z.string(), z.enum(roles)).default({}),
})

const hostSchema = z
  .string()
  .refine(
    (text) => parseHost(text) !== undefined,
    'a host name such as crm.internal, an address such as 10.2.0.7 or fd12::7, or a network such as 10.2.0.0/16',
  )

/** What kinds of interaction say about taste, and from which events they come; every entry can be overridden in configuration. */
export const configSchema = z.strictObject({
  /** Where everything is kept: databases, models, lake, the secret. */
  dataDir: z.string().min(1).default('.attune'),
  workspace: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes')
    .default('default'),
  server: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8787),
      /** Requests a minute for one API key. */
      requestsPerMinute: z.int().min(1).default(300_000),
      /** Requests a minute for one address that shows no valid key. */
      anonymousRequestsPerMinute: z.int().min(1).default(600),
      trustProxy: trustProxySchema,
      /** The server ends TLS itself; null: it speaks plain HTTP. */
      tls: tlsSchema.nullable().default(null),
      /**
       * For so many days browsers that came over https shall come by nothing else (Strict-Transport-Security); 0 does not ask
       * for it. Said only over https: our own, or that of a trusted proxy.
       */
      hstsDays: z.int().min(0).max(3650).default(180),
      limits: limitsSchema,
      /** Origins whose pages may call the API from a browser; `*` allows all. */
      allowedOrigins: z.array(z.string()).default(['*']),
      logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
    })
    .prefault({}),
  collect: z
    .strictObject({
      /** Longest wait for company before a commit, in milliseconds. */
      groupCommitMs: z.int().min(0).max(1000).default(5),
      /** Events later than this after they were received are refused. */
      maxFutureMinutes: z.number().min(0).default(10),
      /** Events before this day are refused. */
      earliest: z.iso.date().default('1990-01-01'),
      /** More events of one person in a minute than this make it a robot. */
      robotEventsPerMinute: z.int().min(1).default(300),
      /** Case-insensitive regular expression on the user agent. */
      robotUserAgent: z.string().optional(),
      /** Event name → kind of interaction, on top of the built-in table; null switches one off. */
      events: z.record(z.string(), z.string().nullable()).default({}),
    })
    .prefault({}),
  /** Kind of interaction → weight, on top of the built-in table; 0 switches one off. */
  weights: z.record(z.string(), z.number().min(-10).max(10)).default({}),
  /** What is understood of people (profile/portrait). */
  portraits: z
    .strictObject({
      /** After so many days something that a person did counts half of what it did. */
      halfLifeDays: z.number().min(1).max(3650).default(90),
      /** Where people are of whom no time zone is known (IANA, such as Asia/Shanghai). */
      timeZone: z.string().refine(isTimeZone, 'a time zone such as Asia/Shanghai').default('UTC'),
      /** Parts of names of categories, tags and brands from which nothing is concluded, besides the built-in list. */
      sensitiveCategories: z.array(z.string().min(1).max(100)).default([]),
    })
    .prefault({}),
  recommend: z
    .strictObject({
      /** Interactions remembered for one person when deciding. */
      historyLength: z.int().min(1).max(1000).default(50),
      /** How often live models that read texts take in new items of the catalogue, in seconds. */
      newItemsEverySeconds: z.number().min(0.01).max(3600).default(10),
      /** Hours between automatic trainings; 0 switches them off. */
      trainEveryHours: z.number().min(0).default(24),
      /**
       * A new version is promoted by itself when its NDCG@10 is at least this share of the live one's; one that predicts
       * ratings when this share of its RMSE is at most the live one's.
       */
      promoteAtLeast: z.number().min(0).default(0.98),
    })
    .prefault({}),
  protect: z
    .strictObject({
      /** What holds for persons who said nothing (protect/consent/purposes.ts); `byRegion`: by where their events say they are. */
      regime: z.enum(regimeSettings).default('open'),
      /** For `byRegion`: country (ISO 3166, `DE`) → regime, over the built-in table (protect/consent/regions.ts); `*`: everywhere else and where nothing is known. */
      regions: z
        .record(z.string().regex(/^(?:[A-Z]{2}|\*)$/, 'a country such as DE, or *'), z.enum(regimeNames))
        .default({}),
      /** Decimals that degrees of latitude and longitude keep: one is about 11 km, two 1 km. */
      locationDecimals: z.int().min(0).max(6).default(1),
      /** Whoever is younger is treated as a child: no advertising, no portrait, nothing passed on. */
      childAge: z.int().min(0).max(21).default(14),
      /** Where the master key comes from, under which all keys of persons lie. */
      masterKey: z
        .discriminatedUnion('from', [
          z.strictObject({ from: z.literal('dataFolder') }),
          z.strictObject({ from: z.literal('file'), path: z.string().min(1) }),
          z.strictObject({ from: z.literal('variable'), name: z.string().min(1) }),
          z.strictObject({ from: z.literal('command'), command: z.array(z.string()).min(1) }),
        ])
        .default({ from: 'dataFolder' }),
      /** Name of an event, or its type for what has no rule by name (`page`), or `*` for the rest → days after which it is removed; what no rule names stays. Declared sources may say their own. */
      retention: z.record(z.string(), z.number().positive()).default({}),
      /** When people are signed out: unused for so long, and at the latest. */
      sessions: z
        .strictObject({
          idleMinutes: z.number().min(1).max(43_200).default(60),
          absoluteHours: z.number().min(0.1).max(2_160).default(12),
        })
        .prefault({}),
      /** Signing in through an OpenID Connect provider; none where it is not set. */
      oidc: oidcSchema.nullable().default(null),
      /** Where Attune may send requests to, besides public machines over https; see protect/outgoing. */
      outgoing: z
        .strictObject({
          /** Hosts of one's own network: exact names, addresses, networks. */
          allowedHosts: z.array(hostSchema).default([]),
          /** Hosts that may be asked without TLS; those of one's own network have to be in `allowedHosts` too. */
          allowHttp: z.array(hostSchema).default([]),
        })
        .prefault({}),
      /** Days after which what was refused can no longer be read. */
      refusedDays: z.int().min(1).max(3650).default(28),
      /** Who answers for the data, for the record of processing (`attune privacy report --format html`). */
      controller: z
        .strictObject({
          name: z.string().max(200).default(''),
          contact: z.string().max(300).default(''),
          /** The data-protection officer, or whoever is asked about it. */
          officer: z.string().max(300).default(''),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Name of a source → what it may send (collect/sources/declaration.ts); these cannot be changed through the API. */
  sources: z.record(sourceNameSchema, sourceDeclarationSchema).default({}),
  identity: z
    .strictObject({
      /** What joins people besides the ids of their events (collect/create-identifier-joins.ts); nothing unless it is named. */
      join: z.array(z.enum(identifierKinds)).default([]),
      /** An identifier that more people have joins no further ones: a shared mailbox, a switchboard. */
      atMost: z.int().min(2).max(1000).default(20),
    })
    .prefault({}),
  /** Name of a trait → which word about it is kept when several sources or identities tell it (collect/trait-rules.ts). */
  traits: traitRulesSchema,
  languageModel: languageModelSchema.prefault({}),
  /** What turns texts into vectors (embeddings/). */
  encoder: encoderSchema,
  segments: z
    .strictObject({
      /** Whose days, weeks and months rules mean: an IANA name such as `Asia/Shanghai`. */
      timeZone: z.string().refine(isTimeZone, 'a time zone such as Asia/Shanghai').default('UTC'),
      /** How long it is kept who entered and left segments. */
      keepChangesDays: z.int().min(1).max(3650).default(180),
    })
    .prefault({}),
  experiments: z
    .strictObject({
      /** Whether people are compared with their like once a day while an experiment runs. */
      dailyChecks: z.boolean().default(true),
    })
    .prefault({}),
  report: z
    .strictObject({
      /** An order counts for a decision when the item was clicked in it at most this many days before. */
      attributionDays: z.number().positive().default(7),
      /** Offset from UTC of the days, weeks and months of reports, such as +08:00. */
      tz: z
        .string()
        .regex(/^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/, 'an offset from UTC such as +08:00')
        .default('Z'),
      /** Reports that are made by themselves once a week (from Monday) or month is over. */
      schedule: z.array(reportScheduleSchema).max(50).default([]),
    })
    .prefault({}),
})

export type Config = z.infer<typeof configSchema>
/** Configuration as a person writes it: everything optional. */
export type ConfigInput = z.input<typeof configSchema>

export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}
