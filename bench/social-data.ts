import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type SocialGraph, socialGraphFrom } from '@attune/recommend'
import { dataFolder } from './accuracy-data.ts'

export const hasSocialGraphs: boolean = existsSync(join(dataFolder, 'social-graphs'))
export const hasLastfm: boolean = existsSync(join(dataFolder, 'lastfm-2k'))

const textOf = (...path: readonly string[]): string => {
  const bytes = readFileSync(join(dataFolder, ...path))
  return (path.at(-1)?.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
}
/** First and second column of lines parted by blanks or tabs. */
const columnsOf = (text: string): readonly [string[], string[]] => {
  const rows = text.trim().split(/\r?\n/)
  return [0, 1].map((column) => rows.map((row) => row.split(/\s+/)[column]!)) as [string[], string[]]
}

/** SNAP ego-Facebook: 4,039 people, 88,234 friendships. */
export function facebookFriends(): SocialGraph {
  const [from, to] = columnsOf(textOf('social-graphs', 'facebook_combined.txt.gz'))
  return socialGraphFrom({ from, to, selfLoops: 'refuse', duplicates: 'refuse' })
}

/** HetRec 2011 Last.fm: 1,892 people, 12,717 friendships, given in both directions. */
export function lastfmFriends(): SocialGraph {
  const [from, to] = columnsOf(textOf('lastfm-2k', 'user_friends.tsv.gz'))
  return socialGraphFrom({ from, to, selfLoops: 'refuse' })
}

/** SNAP email-Eu-core: 1,005 people, their e-mail without directions, and their departments. */
export function emailCore(selfLoops: 'keep' | 'drop'): {
  readonly graph: SocialGraph
  readonly departments: Int32Array
} {
  const [people, departments] = columnsOf(textOf('social-graphs', 'email-Eu-core-department-labels.txt'))
  const [from, to] = columnsOf(textOf('social-graphs', 'email-Eu-core.txt.gz'))
  return { graph: socialGraphFrom({ from, to, people, selfLoops }), departments: Int32Array.from(departments, Number) }
}
