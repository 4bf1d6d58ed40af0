import { BoundedMap } from './bounded-map.ts'
import type { Refusal } from './refusal.ts'

/** Persons watched at a time; who was quiet for long is forgotten. */
const watchedPersons = 50_000
/** So many different items in a row, at intervals that differ by at most a hundredth, is no person. */
const regularRun = 100
/** Longer intervals are not judged: a person may well look at something every evening. */
const longestIntervalMs = 30_000

interface Watched {
  minute: number
  count: number
  before: number
  lastTs: number
  lastItem: string | null
  intervalMs: number
  run: number
}

/**
 * Finds robots by what they do: too much in a minute, or too regularly. By the time of the events, so that a queue sent
 * late is no crime; an event ahead of its time counts when it comes, or one of them would put all that follow into the past.
 */
export interface RobotWatch {
  /**
   * Counts one event of a person and says whether a robot sent it.
   *
   * @param ts when it happened, and `receivedAt` when it came; milliseconds since the epoch
   */
  judge(personId: string, ts: number, itemId: string | null, receivedAt: number): Refusal | null
  /** Takes `events` back from the person's count: they were duplicates, or could not be stored and will come again. */
  forgive(personId: string, events: number): void
}

/** @param eventsPerMinute more of one person within a minute (sliding, weighted over two calendar minutes) are a robot's */
export function createRobotWatch(eventsPerMinute: number): RobotWatch {
  const persons = new BoundedMap<string, Watched>(watchedPersons / 2)
  return {
    judge(personId, ts, itemId, receivedAt) {
      let person = persons.get(personId)
      if (person === undefined) {
        person = { minute: 0, count: 0, before: 0, lastTs: 0, lastItem: null, intervalMs: 0, run: 0 }
        persons.set(personId, person)
      }
      if (rateOf(person, Math.min(ts, receivedAt)) > eventsPerMinute)
        return { code: 'robot', field: null, message: `More than ${eventsPerMinute} events of one person in a minute.` }
      if (isRegular(person, ts, itemId))
        return {
          code: 'robot',
          field: 'timestamp',
          message: `More than ${regularRun} items in a row at equal intervals.`,
        }
      return null
    },
    forgive(personId, events) {
      const person = persons.get(personId)
      if (person !== undefined) person.count = Math.max(0, person.count - events)
    },
  }
}

function rateOf(person: Watched, ts: number): number {
  const minute = Math.floor(ts / 60_000)
  if (minute > person.minute) {
    person.before = minute === person.minute + 1 ? person.count : 0
    person.count = 0
    person.minute = minute
  }
  // Older events (a queue sent late, in any order) cannot be placed in the window any more.
  if (minute < person.minute) return 0
  person.count += 1
  return person.count + person.before * (1 - (ts - minute * 60_000) / 60_000)
}

function isRegular(person: Watched, ts: number, itemId: string | null): boolean {
  // A player that reports every ten seconds talks about one item.
  if (itemId === null || itemId === person.lastItem || ts === person.lastTs) return false
  const intervalMs = ts - person.lastTs
  person.lastTs = ts
  person.lastItem = itemId
  const regular = Math.abs(intervalMs - person.intervalMs) <= Math.max(5, person.intervalMs / 100)
  if (intervalMs > 0 && intervalMs <= longestIntervalMs && regular) {
    person.run += 1
  } else {
    person.run = 0
    person.intervalMs = intervalMs
  }
  return person.run >= regularRun
}
