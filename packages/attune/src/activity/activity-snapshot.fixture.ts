import type { WorkspaceActivity } from './activity-index.ts'

/** All that an index knows of a workspace, by person and in names, so that two of them can be compared. */
export function activitySnapshot(activity: WorkspaceActivity): Record<string, unknown> {
  const people: Record<string, unknown> = {}
  for (let slot = 0; slot < activity.slots; slot++) {
    const person = activity.personOf(slot)
    if (person === undefined) {
      if (activity.countOf(slot) > 0) throw new Error('a slot that is nobody’s has entries')
      continue
    }
    if (activity.slotOf(person) !== slot) throw new Error('a slot and its person do not know each other')
    const entries = activity.entriesOf(slot)
    const rows = []
    for (let at = entries.from; at < entries.to; at++)
      rows.push([
        entries.times[at],
        activity.events.nameOf(entries.events[at] as number),
        activity.kinds.nameOf(entries.kinds[at] as number),
        entries.items[at] === -1 ? null : activity.items.nameOf(entries.items[at] as number),
        entries.amounts[at],
        entries.values[at],
        entries.continues[at],
        activity.devices.nameOf(entries.devices[at] as number),
        activity.channels.nameOf(entries.channels[at] as number),
        activity.currencies.nameOf(entries.currencies[at] as number),
      ])
    const traits: Record<string, unknown> = {}
    for (let trait = 0; trait < activity.traits.size; trait++) {
      const value = activity.traitOf(slot, trait)
      if (value !== undefined) traits[activity.traits.nameOf(trait)] = value
    }
    people[person] = { rows, traits, statedAt: activity.statedAt(slot) }
  }
  if (Object.keys(people).length !== activity.people) throw new Error('people are miscounted')
  return people
}
