import fc from 'fast-check'
import type { Comparison, Doing, ItemFilter, Range, Rule, Window } from './rule.ts'
import { aggregates, calendarPeriods, frequentParts, lifecycleStages, numberOps } from './rule-words.ts'

const number = fc
  .oneof(fc.integer({ min: -50, max: 100 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((x) => x + 0)
const days = fc.integer({ min: 1, max: 400 }).map((n) => n / 4)
const anyText = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
  fc.constantFrom('上海', 'a "b" \\', 'line\nbreak', 'and', '且', 'in', 'x-y.z_1', '（）'),
)
const range: fc.Arbitrary<Range> = fc.oneof(
  number.map((from) => ({ from })),
  number.map((to) => ({ to })),
  fc.tuple(number, number).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
)
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 3 })
const optional = { requiredKeys: [] }
const op = fc.constantFrom(...numberOps)

/** Building blocks of rules, so that tests choose names that mean something to them. */
export interface RuleNames {
  readonly text: fc.Arbitrary<string>
  readonly kinds: fc.Arbitrary<string>
  readonly events: fc.Arbitrary<string>
  readonly ids: fc.Arbitrary<string>
  readonly categories: fc.Arbitrary<string>
  readonly brands: fc.Arbitrary<string>
  readonly traits: fc.Arbitrary<string>
  readonly scalars: fc.Arbitrary<string | number | boolean>
  readonly numbers: fc.Arbitrary<number>
  readonly dates: fc.Arbitrary<string>
}

const anyNames: RuleNames = {
  text: anyText,
  kinds: fc.oneof(fc.constantFrom('order', 'view', 'rating'), anyText),
  events: anyText,
  ids: anyText,
  categories: anyText,
  brands: anyText,
  traits: anyText,
  scalars: fc.oneof(anyText, number, fc.boolean()),
  numbers: number,
  dates: fc.constantFrom('2026-01-31', '2025-12-01', '2026-02-01T08:30:00Z', '2026-02-01T08:30:00.5+08:00'),
}

/** Rules without references to segments, computed traits and scores, unless they are asked for. */
export function anyRule(names: RuleNames = anyNames, { references = names === anyNames } = {}): fc.Arbitrary<Rule> {
  const filter: fc.Arbitrary<ItemFilter> = fc
    .record(
      {
        ids: some(names.ids),
        categories: some(names.categories),
        brands: some(names.brands),
        tags: some(names.text),
        price: range,
        title: names.text,
      },
      optional,
    )
    .filter((one) => Object.keys(one).length > 0)
  const did = fc.oneof(
    fc.constant('anything' as const),
    names.kinds.map((kind) => ({ kind })),
    names.events.map((event) => ({ event })),
  )
  const doing: fc.Arbitrary<Doing> = fc.record(
    { did, item: filter, value: range, amount: range },
    { requiredKeys: ['did'] },
  )
  const window: fc.Arbitrary<Window> = fc.oneof(
    days.map((n) => ({ type: 'last' as const, days: n })),
    fc.tuple(names.dates, names.dates).map(([from, to]) => ({ type: 'between' as const, from, to })),
    fc.constantFrom(...calendarPeriods).map((period) => ({ type: 'calendar' as const, period })),
  )
  const is: fc.Arbitrary<Comparison> = fc.oneof(
    fc.record({ op: fc.constantFrom('=' as const, '!=' as const), value: names.scalars }),
    fc.record({
      op: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
      value: fc.oneof(names.numbers, names.text),
    }),
    some(names.scalars).map((values) => ({ op: 'in' as const, values })),
    fc.record({ op: fc.constantFrom('contains' as const, 'startsWith' as const), value: names.text }),
    fc.constant({ op: 'exists' as const }),
  )
  const leaf: fc.Arbitrary<Rule> = fc.oneof(
    fc.record({ type: fc.constant('trait' as const), name: names.traits, is }),
    fc.record(
      {
        type: fc.constant('events' as const),
        doing,
        window,
        aggregate: fc.constantFrom(...aggregates),
        op,
        number: names.numbers,
      },
      { requiredKeys: ['type', 'doing', 'aggregate', 'op', 'number'] },
    ),
    fc.record(
      {
        type: fc.constant('mostFrequent' as const),
        part: fc.constantFrom(...frequentParts),
        doing,
        window,
        in: some(
          fc.oneof(names.categories, fc.integer({ min: 0, max: 23 }).map(String), fc.constantFrom('phone', 'email')),
        ),
      },
      { requiredKeys: ['type', 'part', 'in'] },
    ),
    fc.record(
      { type: fc.constant('sequence' as const), first: doing, next: doing, withinDays: days, without: doing, window },
      { requiredKeys: ['type', 'first', 'next', 'withinDays'] },
    ),
    fc.record({
      type: fc.constant('interest' as const),
      part: fc.constantFrom('category' as const, 'brand' as const),
      name: names.categories,
      op,
      share: fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
    }),
    fc.record({
      type: fc.constant('similar' as const),
      to: some(
        fc.record({ category: names.categories, weight: fc.integer({ min: -8, max: 8 }).map((n) => n / 4 + 0) }),
      ),
      atLeast: fc.integer({ min: -10, max: 10 }).map((n) => n / 10 + 0),
    }),
    fc.record({
      type: fc.constant('lifecycle' as const),
      in: fc.array(fc.constantFrom(...lifecycleStages), { minLength: 1, maxLength: 3 }),
    }),
    ...(references
      ? [
          fc.record({ type: fc.constant('computed' as const), name: names.traits, is }),
          fc.record({ type: fc.constant('score' as const), name: names.traits, op, number: names.numbers }),
          fc.record({ type: fc.constant('segment' as const), id: names.text }),
          fc.record({
            type: fc.constant('likePeople' as const),
            people: some(names.text),
            by: fc.oneof(
              fc.integer({ min: 1, max: 1000 }).map((count) => ({ type: 'top' as const, count })),
              fc.constantFrom(-1, 0, 0.5).map((similarity) => ({ type: 'atLeast' as const, similarity })),
            ),
          }),
        ]
      : []),
  )
  return fc.letrec<{ rule: Rule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'rule' },
      { arbitrary: leaf, weight: 4 },
      {
        arbitrary: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((of) => ({ type: 'all' as const, of })),
        weight: 1,
      },
      {
        arbitrary: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((of) => ({ type: 'any' as const, of })),
        weight: 1,
      },
      { arbitrary: tie('rule').map((rule) => ({ type: 'not' as const, rule })), weight: 1 },
    ),
  })).rule
}
