import type { EventStore } from './event-store-types.ts'

const turns = new WeakMap<object, Promise<unknown>>()

/** Those who rewrite files of a lake take turns: one that read a file before the other put its own in place would bring back what the other took out. */
export function lakeTurn<T>(events: Pick<EventStore, 'run'>, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(events) ?? Promise.resolve()).then(work)
  turns.set(
    events,
    turn.catch(() => {}),
  )
  return turn
}
