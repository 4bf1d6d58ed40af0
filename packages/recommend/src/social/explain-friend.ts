import type { Text } from '../parameter-schemas.ts'
import { areFriends, checkPerson, degreeOf, friendsOf, type SocialGraph } from './social-graph.ts'

/** Why two people may know each other, from the graph alone. */
export type FriendReason =
  /** Common friends, dense ids: those with the fewest friends first, because they say most; ties by dense id. */
  | { readonly kind: 'commonFriends'; readonly people: readonly number[] }
  /** The first friend of the person who knows a friend of the other: the least popular such pair. */
  | { readonly kind: 'chain'; readonly friend: number; readonly theirFriend: number }
  /** More than three steps apart, or not linked at all. */
  | { readonly kind: 'far' }

/** @throws RecommendError `bad-index` when either is not in the graph */
export function explainFriend(graph: SocialGraph, person: number, other: number): FriendReason {
  checkPerson(graph, person)
  checkPerson(graph, other, 'other')
  const fewestFirst = (a: number, b: number): number => degreeOf(graph, a) - degreeOf(graph, b) || a - b
  const common = [...friendsOf(graph, person)].filter((friend) => areFriends(graph, other, friend)).sort(fewestFirst)
  if (common.length > 0) return { kind: 'commonFriends', people: common }
  const theirs = new Set(friendsOf(graph, other))
  let chain: { readonly friend: number; readonly theirFriend: number; readonly friends: number } | undefined
  for (const friend of friendsOf(graph, person)) {
    if (friend === other) continue
    for (const theirFriend of friendsOf(graph, friend)) {
      if (theirFriend === person || !theirs.has(theirFriend)) continue
      const friends = degreeOf(graph, friend) * degreeOf(graph, theirFriend)
      if (!chain || friends < chain.friends) chain = { friend, theirFriend, friends }
    }
  }
  return chain ? { kind: 'chain', friend: chain.friend, theirFriend: chain.theirFriend } : { kind: 'far' }
}

/**
 * The reason as a sentence to the person.
 *
 * @param nameOf how somebody is called; the caller decides whose names may be shown
 * @param shown how many common friends are named, at least one; the others are counted. Default 1
 * @example
 * friendSentence({ kind: 'commonFriends', people: [4, 2, 7, 9] }, nameOf).en // → You both know Ann and 3 others.
 */
export function friendSentence(reason: FriendReason, nameOf: (person: number) => string, shown = 1): Text {
  switch (reason.kind) {
    case 'commonFriends': {
      const names = reason.people.slice(0, Math.max(1, shown)).map(nameOf)
      const others = reason.people.length - names.length
      const counted = others === 0 ? [] : [others === 1 ? '1 other' : `${others} others`]
      return {
        en: `You both know ${joinEnglish([...names, ...counted])}.`,
        zh: joinChinese('你们都认识', names.join('、'), others === 0 ? '。' : `和另外 ${others} 人。`),
      }
    }
    case 'chain': {
      const friend = nameOf(reason.friend)
      const theirFriend = nameOf(reason.theirFriend)
      return {
        en: `Your friend ${friend} knows ${theirFriend}, who knows them.`,
        zh: joinChinese('你的好友', friend, '认识', theirFriend, '，后者认识对方。'),
      }
    }
    case 'far':
      return { en: 'You move in neighbouring circles.', zh: '你们的社交圈相近。' }
  }
}

function joinEnglish(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** Parts put together, with a space where a Latin letter or digit meets Chinese. */
function joinChinese(...parts: readonly string[]): string {
  const latin = /[A-Za-z0-9]/
  const chinese = /\p{Script=Han}/u
  return parts.reduce((text, part) => {
    const [before, after] = [text.at(-1) ?? '', part.at(0) ?? '']
    const meet = (latin.test(before) && chinese.test(after)) || (chinese.test(before) && latin.test(after))
    return `${text}${meet ? ' ' : ''}${part}`
  })
}
