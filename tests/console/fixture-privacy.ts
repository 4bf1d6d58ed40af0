import type {
  AccessReview,
  AuditEntryView,
  AuditPage,
  AuditVerdictView,
  ConsentSummary,
  ConsentText,
  DecisionExplanation,
  DueRequests,
  PrivacyReport,
  PrivacyRequestView,
  SignedReceiptView,
} from 'attune/api-types'
import { purposes, purposeTexts, regimes } from '../../packages/attune/src/protect/consent/purposes.ts'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const minute = 60_000
const hex = (n: number) => n.toString(16).padStart(64, '0')

/** Made-up requests, consents, audit and access in the shape of the API. */
export function createPrivacyFixtures(now: number, empty: boolean) {
  const at = (ms: number) => new Date(now - ms).toISOString()
  const texts: ConsentText[] = empty ? [] : consentTexts(at)
  const requests: PrivacyRequestView[] = empty ? [] : fixtureRequests(at)
  const entries = empty ? [] : fixtureAudit(at)
  const review = fixtureReview(at, empty)
  const report = (): PrivacyReport => fixtureReport(at, empty)
  const page = (list: readonly PrivacyRequestView[]) => ({ requests: list, next: null })
  const closed = ({ doneAt }: PrivacyRequestView) => doneAt !== null
  const ok = (body: unknown): Answer => ({ status: 200, body })
  const due = (): DueRequests => {
    const open = requests.filter((request) => !closed(request)).map(({ dueAt }) => Date.parse(dueAt))
    return {
      open: open.length,
      overdue: open.filter((time) => time < now).length,
      dueSoon: open.filter((time) => time >= now && time < now + 7 * day).length,
      nextDueAt: open.length === 0 ? null : new Date(Math.min(...open)).toISOString(),
    }
  }
  const verdict: AuditVerdictView = {
    intact: true,
    entries: entries.length,
    head: empty ? '' : hex(entries.length),
    broken: null,
    expectedFound: null,
  }
  const auditPage = (query: URLSearchParams): AuditPage => {
    const [action = '', actor, subject] = ['action', 'actor', 'subject'].map((name) => query.get(name) ?? undefined)
    const from = query.get('from')
    const to = query.get('to')
    const found = entries.filter(
      (entry) =>
        entry.action.startsWith(action) &&
        (actor === undefined || entry.actor === actor) &&
        (subject === undefined || entry.subject === subject) &&
        (from === null || entry.at >= from) &&
        (to === null || entry.at < to),
    )
    const start = Number(query.get('cursor') ?? 0)
    const next = start + 20 < found.length ? `${start + 20}` : null
    return { entries: found.slice(start, start + 20), next, names: auditNames }
  }
  const receiptOf = (requestId: string): SignedReceiptView => ({
    receipt: {
      requestId,
      workspace: 'default',
      subject: 'q8Zt1cC3kXn0vB7yLm2RdA',
      erasedAt: at(0),
      keysDestroyed: 3,
      removed: { people: 3, events: 731, interactions: 402, decisions: 88, quarantine: 0 },
      lakeFiles: 41,
      models: ['recencyItemKnn'],
    },
    signature: 'c2lnbmF0dXJl',
    publicKey: 'cHVibGlj',
  })

  return {
    get(path: string, query: URLSearchParams): Answer | undefined {
      const one = /^\/v1\/privacy\/requests\/([^/]+)$/.exec(path)?.[1]
      if (one !== undefined) {
        const found = requests.find(({ id }) => id === one)
        // The last bytes are gone the second time that somebody asks.
        if (found?.receipt && found.purgedAt === null) {
          const answer = ok({ ...found })
          requests[requests.indexOf(found)] = {
            ...found,
            purgedAt: at(0),
            models: found.receipt.receipt.models.map((name) => ({
              name,
              state: 'updated',
              exactness: 'exact',
              version: 8,
              at: at(0),
            })),
          }
          return answer
        }
        return found && ok(found)
      }
      if (/^\/v1\/people\/[^/]+\/decisions\//.test(path)) return ok(fixtureDecision(at))
      if (path === '/v1/privacy/record')
        return { status: 200, body: '<h1>Record of processing</h1>', type: 'text/html; charset=utf-8' }
      if (/^\/v1\/people\/[^/]+\/export$/.test(path))
        return query.get('format') === 'html'
          ? {
              status: 200,
              body: `<html lang="${query.get('language')}">Lin Yue</html>`,
              type: 'text/html; charset=utf-8',
            }
          : ok({ format: 'attune-person-1', traits: { name: 'Lin Yue' } })
      switch (path) {
        case '/v1/consent/summary':
          return ok(fixtureSummary(at, empty))
        case '/v1/consent/texts':
          return ok({ texts })
        case '/v1/privacy/due':
          return ok(due())
        case '/v1/privacy/requests':
          return ok(page(requests.filter((request) => closed(request) === (query.get('state') === 'closed'))))
        case '/v1/privacy/report':
          return ok(report())
        case '/v1/audit':
          return ok(auditPage(query))
        case '/v1/audit/verify': {
          const expect = query.get('expect')
          if (expect === null) return ok(verdict)
          const found = entries.some(({ hash }) => hash === expect)
          return ok({ ...verdict, intact: found, expectedFound: found })
        }
        case '/v1/access/review':
          return query.get('format') === 'csv'
            ? { status: 200, body: '\u{feff}kind,name\r\n', type: 'text/csv; charset=utf-8' }
            : ok(review)
        default:
          return undefined
      }
    },
    change(method: string, path: string, body: unknown): Answer | undefined {
      const person = /^\/v1\/people\/([^/]+)\/(erase|correct)$/.exec(path)
      if (person?.[2] === 'correct') return ok({})
      if (person) {
        const open = requests.find(
          ({ kind, personId, doneAt }) => kind === 'erasure' && personId === person[1] && doneAt === null,
        )
        const requestId = open?.id ?? 'pr_erased_new'
        const receipt = receiptOf(requestId)
        if (open) requests[requests.indexOf(open)] = { ...open, status: 'done', doneAt: at(0), personId: null, receipt }
        return ok({ requestId, ...receipt })
      }
      const close = /^\/v1\/privacy\/requests\/([^/]+)\/close$/.exec(path)?.[1]
      if (close !== undefined) {
        const found = requests.find(({ id }) => id === close)
        if (!found) return undefined
        const { status } = body as { status: 'done' | 'refused' }
        const next = { ...found, status, doneAt: at(0) }
        requests[requests.indexOf(found)] = next
        return ok(next)
      }
      if (path === '/v1/privacy/requests') {
        const { kind, note } = body as Pick<PrivacyRequestView, 'kind' | 'note'>
        const made: PrivacyRequestView = {
          ...blank(at),
          id: `pr_${requests.length}`,
          kind,
          note,
          personId: 'p_8f31c2aa0',
        }
        requests.push(made)
        return { status: 201, body: made }
      }
      if (path === '/v1/privacy/verify') {
        const { publicKey, signature } = body as SignedReceiptView
        const genuine = signature === 'c2lnbmF0dXJl'
        return ok({ genuine, ours: genuine && publicKey === 'cHVibGlj' })
      }
      if (path === '/v1/access/review') {
        const { note } = body as { note: string }
        review.reviews.unshift({ at: at(0), by: 'user_ann', name: 'Ann Aster', note })
        return { status: 201, body: review }
      }
      const text = /^\/v1\/consent\/texts\/([^/]+)\/([^/]+)$/.exec(path)
      if (method === 'PUT' && text) {
        texts.unshift({
          version: text[1] ?? '',
          language: text[2] ?? '',
          body: (body as { body: string }).body,
          createdAt: at(0),
        })
        return ok({ texts })
      }
      return undefined
    },
    all: () => ({
      consents: fixtureSummary(at, empty),
      consentTexts: texts,
      due: due(),
      requests,
      report: report(),
      audit: auditPage(new URLSearchParams()),
      auditVerdict: verdict,
      access: review,
      decision: fixtureDecision(at),
    }),
  }
}

const blank = (at: (ms: number) => string): PrivacyRequestView => ({
  id: '',
  kind: 'access',
  personId: null,
  status: 'open',
  receivedAt: at(0),
  dueAt: at(-30 * day),
  doneAt: null,
  actor: 'user_ann',
  note: '',
  receipt: null,
  models: [],
  purgedAt: null,
})

function fixtureRequests(at: (ms: number) => string): PrivacyRequestView[] {
  const open = (
    id: string,
    kind: PrivacyRequestView['kind'],
    person: number,
    came: number,
    note: string,
  ): PrivacyRequestView => ({
    ...blank(at),
    id,
    kind,
    note,
    personId: `p_8f31c2aa${person}`,
    receivedAt: at(came * day),
    dueAt: at((came - 30) * day),
  })
  return [
    open('pr_access', 'access', 1, 33.5, 'By letter; wants a printed copy.'),
    open('pr_erase', 'erasure', 2, 25, 'By e-mail, identity not checked yet.'),
    open('pr_correct', 'rectification', 0, 9, 'The city is wrong.'),
    open('pr_why', 'explanation', 3, 4, ''),
    { ...open('pr_object', 'objection', 4, 20, 'By telephone.'), status: 'done', doneAt: at(19 * day) },
    { ...open('pr_refused', 'access', 5, 50, ''), status: 'refused', doneAt: at(48 * day) },
  ]
}

function consentTexts(at: (ms: number) => string): ConsentText[] {
  const en =
    'We would like to use what you do in this shop to recommend what fits you.\n\nYou can say no, and change your mind whenever you like.'
  const zh = '我们希望根据您在本店的行为，为您推荐合适的商品。\n\n您可以拒绝，也可以随时改变主意。'
  return [
    { version: '2026-10', language: 'en', body: en, createdAt: at(20 * day) },
    { version: '2026-10', language: 'zh', body: zh, createdAt: at(20 * day) },
    { version: '2026-03', language: 'en', body: en.slice(0, 74), createdAt: at(230 * day) },
  ]
}

function fixtureSummary(at: (ms: number) => string, empty: boolean): ConsentSummary {
  const persons = empty ? 0 : 412_806
  const shares: Readonly<Record<string, readonly [yes: number, no: number, signal: number]>> = {
    storage: [0, 0, 0],
    analytics: [0.52, 0.14, 0.03],
    personalisation: [0.49, 0.11, 0],
    advertising: [0.21, 0.38, 0.06],
    profiling: [0.33, 0.22, 0.03],
    training: [0.41, 0.13, 0],
    thirdParties: [0.04, 0.47, 0.06],
    sensitive: [0.01, 0.3, 0],
  }
  return {
    regime: 'pipl',
    persons,
    otherRegimes: empty ? {} : { gdpr: 18_204 },
    purposes: purposes.map((purpose) => {
      const [granted = 0, denied = 0, signalled = 0] = (shares[purpose] ?? []).map((share) =>
        Math.round(share * persons),
      )
      return {
        purpose,
        ...purposeTexts[purpose],
        allowedByDefault: (regimes.pipl as readonly string[]).includes(purpose),
        granted,
        denied,
        signalled,
        silent: persons - granted - denied - signalled,
      }
    }),
    weeks: Array.from({ length: 26 }, (_, i) => ({
      from: at((26 - i) * 7 * day),
      granted: empty ? {} : { analytics: 6_000 + Math.round(900 * Math.sin(i / 3)) + i * 60, training: 4_100 + i * 20 },
      denied: empty ? {} : { analytics: 1_900 - i * 22 + Math.round(200 * Math.cos(i)), training: 1_200 },
    })),
  }
}

function fixtureReport(at: (ms: number) => string, empty: boolean): PrivacyReport {
  const holding = (what: string, rows: number, persons: number, purpose: string, sealed = false) => ({
    what,
    rows: empty ? 0 : rows,
    persons: empty ? 0 : persons,
    oldest: empty ? null : at(240 * day),
    purpose,
    sealed,
  })
  return {
    regime: 'pipl',
    holdings: [
      holding('identifiers and traits of people', 412_806, 412_806, 'storage', true),
      holding('events', 5_821_406, 398_112, 'storage, analytics'),
      holding('interactions', 4_033_910, 371_004, 'personalisation, profiling, training'),
      holding('decisions', 1_204_330, 160_220, 'personalisation'),
      holding('refused events', 577, 0, 'storage'),
    ],
    consents: {},
    requests: { open: 4, overdue: 1, done: 2 },
    retention: empty
      ? []
      : [
          { event: 'Product Viewed', source: 'shop', days: 180, rows: 3_902_117, oldest: at(179 * day) },
          { event: 'Product Clicked', source: 'shop', days: 180, rows: 902_412, oldest: at(179 * day) },
          { event: 'Products Searched', source: 'http', days: 30, rows: 88_031, oldest: at(29 * day) },
          { event: 'Order Completed', source: 'http', days: null, rows: 51_200, oldest: at(240 * day) },
        ],
    refusedDays: 28,
    lake: empty
      ? null
      : { days: 240, bytes: 1_284_301_220, from: at(240 * day).slice(0, 10), to: at(day).slice(0, 10) },
    backups: { lastAt: empty ? null : at(9 * 60 * minute) },
    writtenAt: at(0),
    held: [],
    sources: empty ? [] : [{ name: 'shop', title: 'Shop', regime: null }],
    regimes: {},
    controller: { name: '', contact: '', officer: '' },
  }
}

const auditNames = { user_ann: 'Ann Aster', user_bob: '赵敏', key_1: 'Console', key_2: 'Web shop' }

function fixtureAudit(at: (ms: number) => string): readonly AuditEntryView[] {
  const lines: readonly (readonly [actor: string, action: string, subject: string, details: object])[] = [
    ['user_bob', 'break-glass.read', 'aB3dE5fG7hI9jK1lM3nO5p', { route: '/v1/people/:id', session: 'session_1' }],
    ['user_bob', 'break-glass.opened', 'session_1', { reason: 'A customer asks on the phone', until: at(-3_600_000) }],
    ['user_ann', 'privacy.requested', 'q8Zt1cC3kXn0vB7yLm2RdA', { request: 'pr_access', kind: 'access' }],
    ['user_ann', 'person.exported', 'q8Zt1cC3kXn0vB7yLm2RdA', { format: 'html' }],
    [
      'user_ann',
      'privacy.closed',
      'q8Zt1cC3kXn0vB7yLm2RdA',
      { kind: 'access', status: 'refused', reason: 'Not who they said they were.' },
    ],
    ['user_ann', 'person.erased', 'xY1zW3vU5tS7rQ9pO1nM3l', { request: 'pr_x', removed: { events: 12 }, models: [] }],
    ['user_ann', 'person.corrected', 'xY1zW3vU5tS7rQ9pO1nM3l', { traits: ['city', 'name'] }],
    ['system', 'person.merge', 'xY1zW3vU5tS7rQ9pO1nM3l', { mergeId: 71, reason: 'identify' }],
    ['user_ann', 'user.role-changed', 'user_bob', { from: 'readOnly', to: 'marketer' }],
    ['user_ann', 'user.created', 'user_bob', { role: 'readOnly' }],
    ['user_bob', 'sign-in.failed', 'user_bob', { why: 'password' }],
    ['user_bob', 'session.opened', 'session_1', { method: 'password' }],
    ['user_ann', 'key-created', 'key_2', { name: 'Web shop', scopes: ['write', 'decide'] }],
    ['key_1', 'key-revoked', 'key_3', {}],
    ['key_1', 'placement.put', 'home', { id: 'home' }],
    ['gate', 'model.promoted', 'recencyItemKnn', { version: 14, note: null }],
    ['schedule', 'model.trained', 'recencyItemKnn', { version: 15, note: null }],
    ['user_ann', 'consent.text-put', '2026-10', { language: 'zh' }],
    ['user_ann', 'access.reviewed', 'access', { users: 4, keys: 3, marked: 2, note: 'Quarterly' }],
    ['cli', 'backup.created', 'backup', { files: 41 }],
    ['import', 'imported', 'events.csv', { stored: 1200 }],
    ['somebody', 'unheard-of', 'thing', {}],
  ]
  return lines.map(([actor, action, subject, details], i) => ({
    id: lines.length - i,
    at: at(i * 97 * minute),
    actor,
    action,
    subject,
    details: details as Record<string, unknown>,
    hash: hex(lines.length - i),
  }))
}

function fixtureReview(at: (ms: number) => string, empty: boolean): AccessReview {
  const user = {
    secondFactor: true,
    hasPassword: true,
    sessions: 1,
    createdAt: at(200 * day),
    lastSignInAt: at(40 * minute),
    flags: [],
  }
  const key = { createdAt: at(200 * day), lastUsedAt: at(2 * minute), expiresAt: at(-200 * day), flags: [] }
  return {
    users: empty
      ? []
      : [
          { ...user, id: 'user_ann', name: 'Ann Aster', email: 'ann@example.org', role: 'dataProtectionOfficer' },
          {
            ...user,
            id: 'user_cai',
            name: 'Cai Wen',
            email: 'cai@example.org',
            role: 'owner',
            secondFactor: false,
            flags: ['no-second-factor'],
          },
          {
            ...user,
            id: 'user_bob',
            name: '赵敏',
            email: 'zhaomin@example.org',
            role: 'marketer',
            secondFactor: false,
            sessions: 2,
          },
          {
            ...user,
            id: 'user_dee',
            name: 'Dee',
            email: 'dee@example.org',
            role: 'developer',
            hasPassword: false,
            secondFactor: false,
            sessions: 0,
            lastSignInAt: null,
            flags: ['never-used'],
          },
        ],
    keys: [
      {
        ...key,
        id: 'key_1',
        name: 'Console',
        prefix: 'ak_fixture',
        scopes: ['admin'],
        expiresAt: null,
        flags: ['no-expiry'],
      },
      ...(empty
        ? []
        : (
            [
              { ...key, id: 'key_2', name: 'Web shop', prefix: 'wk_7Hq2', scopes: ['write', 'decide'] },
              {
                ...key,
                id: 'key_4',
                name: 'Spring mailing',
                prefix: 'rk_0bb1',
                scopes: ['read'],
                lastUsedAt: at(120 * day),
                flags: ['unused'],
              },
            ] as const
          ).map((one) => ({ ...one, scopes: [...one.scopes], flags: [...one.flags] }))),
    ],
    unusedDays: 90,
    digest: 'digest-1',
    reviews: empty ? [] : [{ at: at(91 * day), by: 'user_ann', name: 'Ann Aster', note: 'Quarterly' }],
  }
}

function fixtureDecision(at: (ms: number) => string): DecisionExplanation {
  return {
    decisionId: 'd_77c1',
    at: at(7 * minute),
    placement: 'home',
    variation: 'personalised',
    variationChance: 0.5,
    model: { name: 'recencyItemKnn', version: 14 },
    fallback: null,
    stages: ['Club', 'caps'],
    items: [
      {
        id: 'tea-101',
        title: 'Tieguanyin',
        score: 2.1,
        chance: 0.94,
        explored: false,
        because: [{ id: 'tea-104', title: 'Gaiwan' }],
      },
      { id: 'tea-102', title: null, score: 0.1, chance: 0.012, explored: true, because: [] },
      { id: 'tea-103', title: 'Longjing', score: 0.9, chance: 0.9, explored: false, because: [] },
    ],
  }
}
