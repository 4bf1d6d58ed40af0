import type {
  Rule,
  SegmentChanges,
  SegmentMembers,
  SegmentPreview,
  SegmentView,
  SegmentVocabulary,
} from 'attune/api-types'
import { givenRule, ruleView } from '../../packages/attune/src/segments/rule-view.ts'
import type { Answer } from './fixtures.ts'

const base = 5_812
const rules: readonly (readonly [id: string, title: string, text: string, members: number])[] = [
  [
    'runners',
    '跑鞋买家',
    'bought category "tea" last month and not (bought category "tea" this month) and trait city = "上海"',
    412,
  ],
  ['loyal', 'Loyal customers', 'bought at least 5 times in last 365 days', 1_203],
  ['lost-carts', '', 'carted in last 7 days and not (first carted then bought within 7 days)', 86],
]

/** Made-up segments, and a preview that reads rules as the server does. */
export function createSegmentFixtures(at: (ms: number) => string, empty: boolean) {
  const segments: SegmentView[] = (empty ? [] : rules).map(([id, title, text, members]) => ({
    id,
    title,
    ...ruleView(givenRule({ text })),
    members,
    share: members / base,
    warnings: [],
    createdAt: at(40 * 86_400_000),
    updatedAt: at(2 * 86_400_000),
  }))
  const changes: SegmentChanges = {
    days: Array.from({ length: 28 }, (_, n) => ({
      day: at((27 - n) * 86_400_000).slice(0, 10),
      entered: (n * 7) % 23,
      left: (n * 5) % 17,
    })),
  }
  const members: SegmentMembers = {
    personIds: ['p_8f31c2aa0', ...Array.from({ length: 19 }, (_, n) => `p_made_up_${n}`)],
    total: 412,
    next: '20',
  }
  const vocabulary: SegmentVocabulary = {
    kinds: ['order', 'view'],
    events: ['Order Completed', 'Product Viewed'],
    traits: empty ? [] : ['age', 'city'],
    categories: empty ? [] : ['tea', 'cups'],
    brands: [],
    devices: ['phone'],
    channels: ['email'],
    computedTraits: [],
    scores: [],
    segments: segments.map(({ id }) => id),
  }
  const preview = (given: { rule?: Rule; text?: string }): SegmentPreview => ({
    ...ruleView(givenRule(given)),
    count: 412,
    base,
    share: 412 / base,
    examples: ['p_8f31c2aa0'],
    warnings: [],
  })
  const ok = (body: unknown): Answer => ({ status: 200, body })

  return {
    get(resource: string, id: string, part: string | undefined): Answer | undefined {
      if (resource === 'segment-vocabulary') return ok(vocabulary)
      if (id === '') return ok({ segments, base: empty ? 0 : base })
      const segment = segments.find((one) => one.id === id)
      if (segment === undefined) return undefined
      if (part === 'members') return ok(members)
      if (part === 'changes') return ok(changes)
      if (part === 'export') return { status: 200, body: 'person_id\np_8f31c2aa0\n', type: 'text/csv' }
      return ok(segment)
    },
    change(method: string, id: string, action: string | undefined, body: unknown): Answer | undefined {
      if (id === 'propose')
        return ok({ status: 'no-model', reason: { en: 'No language model is configured.', zh: '尚未配置语言模型。' } })
      const given = body as { rule?: Rule; text?: string; title?: string }
      try {
        if (id === 'preview') return ok(preview(given))
        if (method === 'PUT') {
          const made = { ...(segments[0] as SegmentView), id, title: given.title ?? '', ...ruleView(givenRule(given)) }
          segments.push(made)
          return ok(made)
        }
      } catch (error) {
        const { message, code, details } = error as { message: string; code: string; details: object }
        return {
          status: 400,
          body: { type: 'about:blank', title: 'Bad Request', status: 400, code, detail: message, details },
        }
      }
      if (method === 'DELETE') return { status: 204, body: undefined }
      return action === 'undo' ? ok({ segment: segments.find((one) => one.id === id) ?? null }) : undefined
    },
    all: () => ({
      segments,
      segmentChanges: changes,
      segmentMembers: members,
      vocabulary,
      segmentPreview: preview({ text: 'bought' }),
    }),
  }
}
