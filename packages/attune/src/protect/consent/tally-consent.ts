import { setImmediate as pause } from 'node:timers/promises'
import type { Identity } from '../../collect/identity.ts'
import type { ConsentLine } from './consent.ts'
import { type Purpose, purposes, type Regime } from './purposes.ts'

/** A word that counts: the newest, or the person's own where a signal said something too. */
export type Word = Omit<ConsentLine, 'purpose'>

/** What one identity said: the word that counts on each purpose. */
export interface Said {
  readonly lines: Map<Purpose, Word>
  regime: Regime | undefined
}

/** How many persons answered a purpose; whoever did not is in none of the three. */
export interface PurposeTally {
  readonly granted: number
  readonly denied: number
  /** A browser's signal, or being a child, said no for them. */
  readonly signalled: number
}

export interface ConsentTally {
  readonly purposes: Readonly<Record<Purpose, PurposeTally>>
  /** Persons of whom another regime than the installation's is known. */
  readonly regimes: Readonly<Partial<Record<Regime, number>>>
  /** Person ids, merges applied, of everybody who said something. */
  readonly personIds: readonly string[]
}

export const isSignal = (source: string): boolean => source.startsWith('signal:')

/** Of two words the newer; a person's own beats a signal's whenever it was said. */
export const beats = (one: Pick<Word, 'at' | 'source'>, other: Pick<Word, 'at' | 'source'>): boolean =>
  isSignal(one.source) === isSignal(other.source) ? one.at >= other.at : !isSignal(one.source)

/** So many persons are counted before whoever else waits gets their turn: a few milliseconds' work. */
const atOnce = 10_000

/** Counts persons by what they said; those that merges joined count once, by the word that counts among all their identities. */
export async function tallyConsent(
  persons: ReadonlyMap<string, Said>,
  {
    workspace,
    identity,
    regime: everybodys,
  }: {
    readonly workspace: string
    readonly identity: Pick<Identity, 'aliasesOf' | 'resolve'>
    readonly regime: Regime
  },
): Promise<ConsentTally> {
  const counts = Object.fromEntries(purposes.map((name) => [name, { granted: 0, denied: 0, signalled: 0 }])) as Record<
    Purpose,
    { granted: number; denied: number; signalled: number }
  >
  const regimes: Partial<Record<Regime, number>> = {}
  const personIds: string[] = []
  const joined = new Set<string>()
  let done = 0
  for (const [id, own] of persons) {
    if (++done % atOnce === 0) await pause()
    const whole = identity.resolve(workspace, id)
    const aliases = identity.aliasesOf(workspace, whole)
    if (aliases.length > 1 && joined.size === joined.add(whole).size) continue
    personIds.push(whole)
    const all =
      aliases.length > 1
        ? aliases.flatMap((alias) => {
            const said = persons.get(alias)
            return said === undefined ? [] : [said]
          })
        : [own]
    const regime = all.find((said) => said.regime !== undefined)?.regime
    if (regime !== undefined && regime !== everybodys) regimes[regime] = (regimes[regime] ?? 0) + 1
    for (const purpose of purposes) {
      let word: Word | undefined
      for (const { lines } of all) {
        const line = lines.get(purpose)
        if (line !== undefined && (word === undefined || beats(line, word))) word = line
      }
      if (word === undefined) continue
      counts[purpose][word.granted ? 'granted' : isSignal(word.source) ? 'signalled' : 'denied'] += 1
    }
  }
  return { purposes: counts, regimes, personIds }
}
