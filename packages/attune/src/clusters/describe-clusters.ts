import { nameClusters } from '@attune/language'
import type { Cluster, ClusterStatement } from '../api/schemas/clusters.ts'
import { certainShare, rounded } from '../profile/portrait/certain-share.ts'
import type { ClusterPerson } from './cluster-person.ts'
import { dayParts, type InBoth, statementText, unnamed } from './cluster-texts.ts'

/** Fewer people than these are somebody, not a kind of people. */
const fewestPeople = 5
/** What is hardly more frequent than with everybody is nothing special, however certain. */
const leastLift = 1.2
const mostStatements = 8
/** Of so many people of a cluster the titles are read for keywords. */
const titlesOf = 300

export type DescribedCluster = Omit<Cluster, 'written' | 'segment'>

/** What is special about each cluster against everybody, and a name made of it. */
export function describeClusters(
  people: readonly ClusterPerson[],
  labels: ArrayLike<number>,
  clusters: number,
): readonly DescribedCluster[] {
  const signs = people.map(signsOf)
  const everybody = countOf(signs)
  const keywords = keywordsOf(people, labels, clusters)
  const medians = mediansOf(people)
  const taken = new Set<string>()
  return Array.from({ length: clusters }, (_, cluster) => {
    const own = people.filter((_person, at) => labels[at] === cluster)
    const counts = countOf(signs.filter((_sign, at) => labels[at] === cluster))
    const statements = [...counts]
      .flatMap(([sign, count]) => statementOf(sign, count, own.length, (everybody.get(sign) ?? 0) / people.length))
      .sort((a, b) => b.share - b.everybody - (a.share - a.everybody) || (a.name < b.name ? -1 : 1))
      .slice(0, mostStatements)
    const words = keywords[cluster] ?? []
    const of = mediansOf(own)
    return {
      number: cluster + 1,
      people: own.length,
      share: rounded(own.length / people.length),
      name: nameOf(cluster + 1, statements, words, taken),
      keywords: [...words],
      statements,
      orders: { cluster: of.orders, everybody: medians.orders },
      spend: { cluster: of.spend, everybody: medians.spend },
      daysSince: { cluster: of.daysSince, everybody: medians.daysSince },
    }
  })
}

/** What somebody has or has not, each as `kind\nname\nvalue`. */
function signsOf({ categories, brands, traits, hours, devices }: ClusterPerson): readonly string[] {
  const most = (shares: Iterable<readonly [string, number]>, least: number): string[] =>
    [...shares].filter(([, share]) => share >= least).map(([name]) => name)
  return [
    ...most(categories, 0.15).map((name) => `category\n${name}`),
    ...most(brands, 0.15).map((name) => `brand\n${name}`),
    ...[...traits].map(([name, value]) => `trait\n${name}\n${value}`),
    ...most(
      hours.map((share, at) => [dayParts[at] as string, share] as const),
      0.5,
    ).map((name) => `hours\n${name}`),
    ...most(devices, 0.5).map((name) => `device\n${name}`),
  ]
}

function countOf(signs: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const own of signs) for (const sign of own) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  return counts
}

function statementOf(sign: string, people: number, of: number, everybody: number): ClusterStatement[] {
  const [kind, name = '', value = null] = sign.split('\n') as [ClusterStatement['kind'], string?, string?]
  const certain = certainShare(people, of)
  const lift = certain.share / everybody
  if (people < fewestPeople || lift < leastLift || certain.low <= everybody) return []
  return [{ kind, name, value, people, ...certain, everybody: rounded(everybody), lift: Math.round(lift * 100) / 100 }]
}

function keywordsOf(
  people: readonly ClusterPerson[],
  labels: ArrayLike<number>,
  clusters: number,
): readonly (readonly string[])[] {
  const read = new Int32Array(clusters)
  const texts: string[] = []
  const of: number[] = []
  for (const [at, { titles }] of people.entries()) {
    const label = labels[at] as number
    if (titles.length === 0 || (read[label] as number) >= titlesOf) continue
    ;(read[label] as number)++
    texts.push(titles.join('\n'))
    of.push(label)
  }
  return nameClusters(texts, of, { clusters, words: 6 })
}

/** The strongest statements, as many as it takes to differ from the others; keywords where nothing is special. */
function nameOf(
  number: number,
  statements: readonly ClusterStatement[],
  keywords: readonly string[],
  taken: Set<string>,
): InBoth {
  const parts =
    statements.length > 0 ? statements.map(statementText) : keywords.map((word): InBoth => ({ en: word, zh: word }))
  for (let length = Math.min(2, parts.length); length > 0 && length <= Math.min(4, parts.length); length++) {
    const own = parts.slice(0, length)
    const name = { en: own.map(({ en }) => en).join(' · '), zh: own.map(({ zh }) => zh).join(' · ') }
    if (taken.has(name.en)) continue
    taken.add(name.en)
    return name
  }
  return unnamed(number)
}

function mediansOf(people: readonly ClusterPerson[]) {
  const median = (of: (person: ClusterPerson) => number): number => {
    const sorted = people.map(of).sort((a, b) => a - b)
    const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
    return Math.round(50 * (low + high)) / 100
  }
  return {
    orders: median(({ orders }) => orders),
    spend: median(({ spend }) => spend),
    daysSince: median(({ daysSince }) => daysSince),
  }
}
