import type { RfmGroup } from '@attune/measure'
import { expect, test } from 'vitest'
import { shownGroups } from './summarise-value.ts'

const of = (counts: Partial<Record<RfmGroup, number>>) => {
  const rows = Object.entries(counts).flatMap(([group, people]) =>
    Array.from({ length: people }, () => ({
      rfm: { recency: 1, frequency: 1, monetary: 1, group: group as RfmGroup },
    })),
  )
  return Object.fromEntries(shownGroups(rows).map(({ group, own }) => [group, own.length]))
}

test('a group of fewer than five is not shown, nor can it be worked out from the total', () => {
  expect(of({ champions: 5, loyal: 7 })).toEqual({ champions: 5, loyal: 7 })
  expect(of({ champions: 1, loyal: 7, lost: 9 })).toEqual({ lost: 9 })
  expect(of({ champions: 1, loyal: 7, lost: 9, 'at-risk': 4 })).toEqual({ loyal: 7, lost: 9 })
  expect(of({ champions: 2, loyal: 2 })).toEqual({})
})
