import { expect, test } from 'vitest'
import { type Item, itemInputSchema } from '../api/schemas/items.ts'
import { createNewItems } from './new-items.ts'

const now = Date.UTC(2026, 2, 15)
const day = 86_400_000
/** As the pool of the catalogue has them: newest first. */
const pool = (
  [
    ['tomorrow', -1],
    ['today', 0],
    ['changed', null],
    ['fortnight', 14],
    ['older', 15],
  ] as const
).map(
  ([id, age]): Item =>
    ({
      ...itemInputSchema.parse({ id, title: id }),
      publishedAt: age === null ? null : new Date(now - age * day).toISOString(),
      updatedAt: new Date(now - day).toISOString(),
    }) as Item,
)
const exposures = (shown: Readonly<Record<string, number>>) => ({
  exposures: (_: string, itemId: string) => shown[itemId] ?? 0,
})
const rule = { share: 0.1, days: 14, below: 3 }

test('new is what was published in the last days, up to now', () => {
  const newItems = createNewItems(exposures({}))
  expect(newItems({ workspace: 'w', pool, rule, now })).toEqual(['today', 'fortnight'])
  expect(newItems({ workspace: 'w', pool, rule: { ...rule, days: 15 }, now })).toEqual(['today', 'fortnight', 'older'])
})

test('and was shown fewer times than asked for; what was shown meanwhile counts after a second', () => {
  const shown: Record<string, number> = { today: 2, fortnight: 3 }
  const newItems = createNewItems(exposures(shown))
  expect(newItems({ workspace: 'w', pool, rule, now })).toEqual(['today'])
  shown.today = 3
  expect(newItems({ workspace: 'w', pool, rule, now: now + 999 })).toEqual(['today'])
  expect(newItems({ workspace: 'w', pool, rule, now: now + 1000 })).toEqual([])
  expect(newItems({ workspace: 'w', pool, rule: { ...rule, below: 4 }, now })).toEqual(['today', 'fortnight'])
})
