const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]

/** After the first failure, the second, …; from the last one on the same. */
const pauses = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  day,
]

/** How long it is tried. Whoever holds data of an erased person has to hear of it even after a long outage. */
export const lifetimeMs = (type: string): number => (type === 'person.erased' ? 28 * day : 3 * day)

/** How long is remembered how telling went. */
export const logMs: number = 28 * day

/** A webhook that answers nothing good for so long is told nothing any more. */
export const failingMs: number = 5 * day

/** So long before its deadline a request is due soon. */
export const dueSoonMs: number = 7 * day

/**
 * The pause before the next attempt, with a fifth more or less: receivers that come back are not met by all at once.
 *
 * @param failures how often the message failed so far, from 1
 * @param rng uniform in [0, 1)
 */
export function retryDelayMs(failures: number, rng: () => number): number {
  const pause = pauses[Math.min(failures, pauses.length) - 1] ?? day
  return Math.round(pause * (0.8 + 0.4 * rng()))
}

/** A webhook that failed so often in a row rests, and is then tried with one message only. */
const failuresBeforeRest = 5

/** @param failures of the webhook in a row, whatever the messages */
export function restMs(failures: number): number {
  return failures < failuresBeforeRest ? 0 : Math.min(hour, minute * 2 ** (failures - failuresBeforeRest))
}
