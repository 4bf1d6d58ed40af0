import type { Funnel, FunnelInput, FunnelStep, Paths, PathsInput, Retention, RetentionInput } from 'attune/api-types'
import { wilsonInterval } from '../../packages/measure/src/wilson-interval.ts'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const hour = 3_600_000

/** Made-up answers about what people do in a tea shop. */
export function createBehaviourFixtures(at: (ms: number) => string, empty: boolean) {
  const head = { from: at(27 * day), to: at(0) }
  const nobody = {
    code: 'nobody',
    en: 'Nobody did the first step in this time.',
    zh: '这段时间没有人完成第一步。',
  } as const
  const later = {
    code: 'window-open',
    en: 'Who began lately can still go on: the last days will rise.',
    zh: '近期才开始的人仍可能继续，最近几天的数字还会上升。',
  } as const

  const stepsOf = (labels: readonly string[], people: number): FunnelStep[] =>
    labels.map((label, step) => {
      const own = empty ? 0 : Math.round(people * 0.42 ** step)
      const before = step === 0 ? own : Math.round(people * 0.42 ** (step - 1))
      const wait = { quarterMs: step * hour, medianMs: step * 5 * hour, threeQuartersMs: step * 26 * hour }
      return {
        label: { en: label, zh: label },
        people: own,
        ofFirst: own === 0 ? null : wilsonInterval(own, people),
        ofPrevious: own === 0 ? null : wilsonInterval(own, before),
        lost: step === 0 ? 0 : before - own,
        fromFirst: step === 0 || empty ? null : wait,
        fromPrevious: step === 0 || empty ? null : wait,
      }
    })

  const funnel = ({
    steps,
    by,
  }: Pick<FunnelInput, 'by'> & { readonly steps: readonly { readonly text?: string | undefined }[] }): Funnel => {
    const labels = steps.map(({ text }) => text ?? '')
    return {
      ...head,
      people: empty ? 0 : 18_240,
      steps: stepsOf(labels, 18_240),
      groups:
        by === undefined || empty
          ? null
          : [
              { name: 'phone', steps: stepsOf(labels, 12_400) },
              { name: null, steps: stepsOf(labels, 5_840) },
            ],
      warnings: [empty ? nobody : later],
    }
  }

  const retention = ({ period, periods }: Pick<RetentionInput, 'period' | 'periods'>): Retention => {
    const length = { day: 1, week: 7, month: 30 }[period]
    const cells = (people: number, age: number) =>
      Array.from({ length: periods + 1 }, (_, k) => {
        if (k > age) return null
        const back = Math.round((people * 0.62) / (1 + k))
        return { people: back, share: wilsonInterval(back, people) }
      })
    const cohorts = Array.from({ length: empty ? 0 : 12 }, (_, i) => ({
      name: at((i + 1) * length * day).slice(0, 10),
      people: i === 3 ? null : 900 - 20 * i,
      cells: i === 3 ? cells(900, -1) : cells(900 - 20 * i, i),
    }))
    return {
      ...head,
      period,
      cohorts: cohorts.reverse(),
      all: cells(8_000, empty ? -1 : 11),
      warnings: empty ? [nobody] : [],
    }
  }

  /** The same four things at each step, fewer and fewer people; who stops, stops. */
  const paths = ({ steps, direction }: Pick<PathsInput, 'steps' | 'direction'>): Paths => {
    if (empty) return { ...head, direction, people: 0, nodes: [], links: [], warnings: [nobody] }
    const everybody = 18_240
    const parts = [
      ['event', 'Product Viewed', 0.44],
      ['event', 'Products Searched', 0.17],
      ['event', direction === 'from' ? 'Product Added' : 'Ad Clicked', 0.13],
      ['other', null, 0.08],
    ] as const
    const nodes: Paths['nodes'] = []
    const links: Paths['links'] = []
    const put = (step: number, kind: 'event' | 'other' | 'end', name: string | null, people: number) =>
      nodes.push({ step, kind, name, people, share: wilsonInterval(people, everybody) }) - 1
    let before = [put(0, 'event', direction === 'from' ? 'Product Viewed' : 'Order Completed', everybody)]
    for (let step = 1; step <= steps; step++) {
      const there = before.reduce((sum, at) => sum + (nodes[at]?.people ?? 0), 0)
      const own = parts.map(([kind, name, part]) => put(step, kind, name, Math.round(there * part)))
      const stopped = there - own.reduce((sum, at) => sum + (nodes[at]?.people ?? 0), 0)
      const all = [...own, put(step, 'end', null, stopped)]
      for (const from of before)
        for (const to of all) {
          const left = nodes[from]?.people ?? 0
          const people = Math.round((left * (nodes[to]?.people ?? 0)) / there)
          if (people >= 5) links.push({ from, to, people, share: wilsonInterval(people, left) })
        }
      before = own
    }
    return { ...head, direction, people: everybody, nodes, links, warnings: [] }
  }

  return {
    change(id: string, body: unknown): Answer | undefined {
      if (id === 'funnel') return { status: 200, body: funnel(body as FunnelInput) }
      if (id === 'retention') return { status: 200, body: retention(body as RetentionInput) }
      if (id === 'paths') return { status: 200, body: paths(body as PathsInput) }
      return undefined
    },
    all: () => ({
      funnel: funnel({ steps: [{ text: 'viewed' }, { text: 'bought' }], by: { part: 'device' } }),
      retention: retention({ period: 'day', periods: 14 }),
      paths: paths({ steps: 4, direction: 'from' }),
    }),
  }
}
