import { createHistoryArena } from './history-arena.ts'

/** When persons were last shown what: the newest exposures of each, by the numbers of persons and items. */
export interface ShownTimes {
  add(person: number, item: number, time: number): void
  /** What was shown to one person counts as shown to another. */
  move(from: number, into: number): void
  clear(person: number): void
  /** Oldest first. */
  of(person: number): Iterable<readonly [item: number, time: number]>
}

/** Newest exposures of a person that are kept: ten lists of ten. */
export const shownKept = 100

/** Only persons who were shown something take room: 17 bytes an exposure. */
export function createShownTimes(): ShownTimes {
  const arena = createHistoryArena(shownKept)
  const slots = new Map<number, number>()

  function slotOf(person: number): number {
    const slot = slots.get(person) ?? arena.allocate()
    slots.set(person, slot)
    return slot
  }

  function* entries(person: number): Generator<readonly [item: number, time: number]> {
    const slot = slots.get(person)
    for (let index = 0; slot !== undefined && index < arena.count(slot); index++) {
      const { item, time } = arena.at(slot, index)
      yield [item, time]
    }
  }

  const add = (person: number, item: number, time: number): void => arena.insert(slotOf(person), item, 0, 0, time)
  const clear = (person: number): void => {
    const slot = slots.get(person)
    if (slot !== undefined) arena.clear(slot)
  }
  return {
    add,
    clear,
    of: entries,
    move(from, into) {
      for (const [item, time] of [...entries(from)]) add(into, item, time)
      clear(from)
    },
  }
}
