import { expect, test } from 'vitest'
import { midnight, minutes, openFixture } from '../event-log.fixture.ts'
import { sqlParameters } from '../sql-parameters.ts'
import { type ClickSums, clicksByPersonSql } from './clicks-by-person-sql.ts'
import { weakSpots } from './weak-spots.ts'

/** Persons who each saw the group once; of them so many clicked. */
const group = (key: string, persons: number, clicks: number): ClickSums => ({
  key,
  persons,
  exposures: persons,
  clicks,
  exposures_squares: persons,
  clicks_squares: clicks,
  clicks_exposures: clicks,
})
const totalOf = (groups: readonly ClickSums[]) => ({
  exposures: groups.reduce((sum, one) => sum + one.exposures, 0),
  clicks: groups.reduce((sum, one) => sum + one.clicks, 0),
})

test('what is clicked far less than the rest is weak, what is a little below it is not', () => {
  const groups = [group('good', 2000, 200), group('weak', 1000, 40), group('ordinary', 1000, 97)]
  const weak = weakSpots(groups, totalOf(groups))
  expect(weak.map(({ key }) => key)).toEqual(['weak'])
  expect(weak[0]!.rate.value).toBe(0.04)
  expect(weak[0]!.restRate).toBe(297 / 3000)
})

test('too few persons say nothing, however bad it looks', () => {
  const groups = [group('good', 2000, 800), group('few', 29, 0)]
  expect(weakSpots(groups, totalOf(groups))).toEqual([])
})

test('many views of few who never click are not as sure as many people', () => {
  const rest = group('rest', 5000, 500)
  // 40 persons saw it 100 times each; two of them are why it is not clicked less.
  const lumpy: ClickSums = {
    key: 'lumpy',
    persons: 40,
    exposures: 4000,
    clicks: 300,
    exposures_squares: 400_000,
    clicks_squares: 45_000,
    clicks_exposures: 30_000,
  }
  expect(weakSpots([rest, lumpy], totalOf([rest, lumpy]))).toEqual([])
  const even = group('even', 4000, 300)
  expect(weakSpots([rest, even], totalOf([rest, even])).map(({ key }) => key)).toEqual(['even'])
})

test('views and clicks are counted a person, merged persons as one, and only clicks on what was seen', async () => {
  const source = await openFixture(['tea', 'cup'])
  const seen = (person: string, item: string, decision: string, click = false) => [
    { kind: 'exposure', person, item, decision, at: minutes(1) },
    ...(click ? [{ kind: 'click', person, item, decision, at: minutes(2) }] : []),
  ]
  await source.write({
    decisions: [
      { id: 'd1', person: 'ann', at: midnight },
      { id: 'd2', person: 'ann-2', at: midnight },
      { id: 'd3', person: 'bob', at: midnight, placement: 'cart' },
    ],
    facts: [
      ...seen('ann', 'tea', 'd1', true),
      ...seen('ann', 'cup', 'd1'),
      ...seen('ann-2', 'tea', 'd2', true),
      ...seen('bob', 'tea', 'd3'),
    ],
    merges: { 'ann-2': 'ann' },
  })
  const read = (by: 'item' | 'placement', placement?: string) => {
    const parameters = sqlParameters()
    const range = { from: midnight, to: minutes(60), offsetMinutes: 0 }
    const sql = clicksByPersonSql(parameters, {
      workspace: 'default',
      range,
      placement,
      by,
      leastExposures: 1,
      mostGroups: 9,
    })
    return source.events.query<ClickSums>(sql, parameters.values)
  }
  const [tea, cup] = await read('item')
  expect(tea).toEqual({
    key: 'tea',
    persons: 2,
    exposures: 3,
    clicks: 2,
    exposures_squares: 5,
    clicks_squares: 4,
    clicks_exposures: 4,
  })
  expect(cup).toMatchObject({ key: 'cup', persons: 1, clicks: 0 })
  expect((await read('placement')).map(({ key, exposures }) => [key, exposures])).toEqual([
    ['home', 3],
    ['cart', 1],
  ])
  expect((await read('item', 'cart')).map(({ key }) => key)).toEqual(['tea'])
  await source.close()
})
