import type { LiveEvent } from 'attune/api-types'

/** What an event is called in the list: its name, else its kind. */
export const eventName = (line: LiveEvent): string => line.event ?? line.type

/** A stable key for a line that may lack a message id. */
export const sameLine = (a: LiveEvent | undefined, b: LiveEvent): boolean =>
  a !== undefined &&
  (a === b || (a.messageId !== null && a.messageId === b.messageId && a.kind === b.kind && a.at === b.at))

export interface LineFilter {
  readonly show: 'all' | 'accepted' | 'refused'
  readonly type: string
  readonly reason: string
}

export const passes = (line: LiveEvent, { show, type, reason }: LineFilter): boolean =>
  (show === 'all' || (show === 'refused') === (line.kind === 'refused')) &&
  (type === '' || eventName(line) === type) &&
  (reason === '' || line.reason === reason)
