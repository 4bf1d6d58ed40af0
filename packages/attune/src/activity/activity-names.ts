import { noKind } from './activity-index.ts'
import { createNames, type Names } from './create-names.ts'
import { channels, devices } from './device-and-channel.ts'

/** The names of one workspace; they outlive what is read again, so that a number never changes its name. */
export interface ActivityNames {
  readonly events: Names
  readonly kinds: Names
  readonly items: Names
  readonly devices: Names
  readonly channels: Names
  readonly currencies: Names
  readonly traits: Names
}

/** The name that stands for all event names beyond the 65,535 that are told apart. */
const otherEvents = '…'

export function createActivityNames(): ActivityNames {
  return {
    events: createNames([otherEvents], 2 ** 16, 0),
    kinds: createNames([], noKind, noKind),
    items: createNames([], 2 ** 31 - 1, -1),
    devices: createNames(devices),
    channels: createNames(channels),
    currencies: createNames([''], 2 ** 8, 0),
    traits: createNames([], 2 ** 16, -1),
  }
}
