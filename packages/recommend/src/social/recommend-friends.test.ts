import { expect, test } from 'vitest'
import { explainFriend, friendSentence } from './explain-friend.ts'
import { friendRecommender, recommendFriends } from './recommend-friends.ts'
import { socialGraphFrom } from './social-graph.ts'

// ann knows bob, cat and dan; eve knows all three, fay knows bob and cat, gus knows dan; hal knows gus, ian nobody.
const graph = socialGraphFrom({
  from: ['ann', 'ann', 'ann', 'eve', 'eve', 'eve', 'fay', 'fay', 'gus', 'hal'],
  to: ['bob', 'cat', 'dan', 'bob', 'cat', 'dan', 'bob', 'cat', 'dan', 'gus'],
  people: ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ian'],
})
const at = (name: string): number => graph.people.indexOf.get(name) ?? -1
const nameOf = (person: number): string => {
  const name = graph.people.ids[person] ?? ''
  return name.charAt(0).toUpperCase() + name.slice(1)
}
const names = (people: Int32Array): string[] => [...people].map((person) => graph.people.ids[person] ?? '')

test('proposes those who are near and not known yet, best first', () => {
  const method = { kind: 'resourceAllocation' } as const
  const { people, scores } = recommendFriends(graph, at('ann'), 10, { method })
  // bob, cat and dan have three friends each: 3/3, 2/3, 1/3.
  expect(names(people)).toEqual(['eve', 'fay', 'gus'])
  expect([...scores]).toEqual([1, Math.fround(2 / 3), Math.fround(1 / 3)])
  expect(names(recommendFriends(graph, at('ann'), 2, { method }).people)).toEqual(['eve', 'fay'])
  const blocked = (person: number): boolean => person === at('eve')
  expect(names(recommendFriends(graph, at('ann'), 1, { method, exclude: blocked }).people)).toEqual(['fay'])
})

test('no method proposes the person or a friend, and longer ways reach further', () => {
  for (const kind of ['adamicAdar', 'resourceAllocation', 'shortPaths', 'personalisedPageRank'] as const) {
    const recommender = friendRecommender(graph, { kind })
    const reached = names(recommender.recommend(at('ann'), 100).people)
    const paths = kind === 'adamicAdar' || kind === 'resourceAllocation' ? [] : ['hal']
    expect(reached.toSorted()).toEqual(['eve', 'fay', 'gus', ...paths])
    expect(names(recommender.recommend(at('ian'), 5).people)).toEqual([])
  }
  expect(names(recommendFriends(graph, at('ann'), 3).people)).toEqual(['eve', 'fay', 'gus'])
})

test('ties go to the smaller dense id', () => {
  const star = socialGraphFrom({ from: [0, 0, 0, 0], to: [1, 2, 3, 4] })
  expect([...recommendFriends(star, 3, 2).people]).toEqual([1, 2])
})

test('unknown people and numbers that count nothing are refused', () => {
  const recommender = friendRecommender(graph)
  expect(() => recommender.recommend(99, 3)).toThrow(expect.objectContaining({ code: 'bad-index' }))
  for (const n of [-1, 1.5, Number.NaN])
    expect(() => recommender.recommend(0, n)).toThrow(expect.objectContaining({ code: 'bad-parameter' }))
  expect(() => explainFriend(graph, 0, Number.NaN)).toThrow('other must be')
  expect(() => explainFriend(graph, -1, 0)).toThrow('person must be')
})

test('names the common friend with the fewest friends and counts the others', () => {
  const reason = explainFriend(graph, at('ann'), at('eve'))
  expect(reason).toEqual({ kind: 'commonFriends', people: ['bob', 'cat', 'dan'].map(at) })
  expect(friendSentence(reason, nameOf)).toEqual({
    en: 'You both know Bob and 2 others.',
    zh: '你们都认识 Bob 和另外 2 人。',
  })
  expect(friendSentence(reason, nameOf, 2).en).toBe('You both know Bob, Cat and 1 other.')
  expect(friendSentence(reason, nameOf, 9).en).toBe('You both know Bob, Cat and Dan.')
  expect(friendSentence(reason, () => '小明', 1).zh).toBe('你们都认识小明和另外 2 人。')
  const one = explainFriend(graph, at('ann'), at('gus'))
  expect(friendSentence(one, nameOf)).toEqual({ en: 'You both know Dan.', zh: '你们都认识 Dan。' })
})

test('without common friends a chain of acquaintance is named, and beyond that nobody', () => {
  const chain = explainFriend(graph, at('ann'), at('hal'))
  expect(chain).toEqual({ kind: 'chain', friend: at('dan'), theirFriend: at('gus') })
  expect(friendSentence(chain, nameOf)).toEqual({
    en: 'Your friend Dan knows Gus, who knows them.',
    zh: '你的好友 Dan 认识 Gus，后者认识对方。',
  })
  expect(explainFriend(graph, at('ann'), at('ian'))).toEqual({ kind: 'far' })
  expect(friendSentence({ kind: 'far' }, nameOf).zh).toBe('你们的社交圈相近。')
})
