import type { Command } from 'commander'
import type { RecommendationResponse } from '../../api/schemas/decide.ts'
import type { Person, Timeline } from '../../api/schemas/people.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ProfileOptions extends CommonOptions {
  readonly placement: string
  readonly n: number
}

const day = (iso: string | null): string => iso?.slice(0, 16).replace('T', ' ') ?? '–'
const heading = (text: string): void => void process.stdout.write(`\n${text}\n\n`)

/** What would be shown now, without logging a decision. */
function preview(api: ApiClient, id: string, person: Person, { placement, n }: ProfileOptions) {
  // Who is known by an anonymous id only was asked for by it.
  const who = person.userId === null ? { anonymousId: id } : { userId: person.userId }
  return api.request<RecommendationResponse>('POST', '/v1/recommendations', { ...who, placement, n, preview: true })
}

function printPerson(person: Person): void {
  const { personId, userId, name, events, orders, firstSeen, lastSeen, identifiers } = person
  process.stdout.write(
    `${[name, userId, personId].filter(Boolean).join(' · ')}
${events} events, ${orders} orders, first seen ${day(firstSeen)}, last seen ${day(lastSeen)} (UTC)
`,
  )
  const merged = identifiers.filter(({ mergeId }) => mergeId !== null)
  if (merged.length > 0) process.stdout.write(`Also known as ${merged.map((other) => other.personId).join(', ')}\n`)
  const traits = Object.entries(person.traits)
  if (traits.length > 0) {
    heading('Traits')
    printTable(
      [{ title: 'trait' }, { title: 'value' }],
      traits.map(([trait, value]) => [trait, typeof value === 'string' ? value : JSON.stringify(value)]),
    )
  }
  heading('What they did')
  printTable(
    [{ title: 'kind' }, { title: 'times', align: 'right' }],
    Object.entries(person.counts)
      .sort(([, a], [, b]) => b - a)
      .map(([kind, times]) => [kind, String(times)]),
  )
  if (person.interests.length === 0) return
  heading('Interests')
  printTable(
    [{ title: 'category' }, { title: 'share', align: 'right' }, { title: 'interactions', align: 'right' }],
    person.interests
      .slice(0, 10)
      .map(({ category, share, interactions }) => [category, `${(share * 100).toFixed(0)}%`, String(interactions)]),
  )
}

function printTimeline({ entries }: Timeline): void {
  heading('Lately')
  printTable(
    [{ title: 'when (UTC)' }, { title: 'who' }, { title: 'what' }, { title: 'items' }],
    entries.map(({ at, by, kind, event, items, placement, model }) => [
      day(at),
      by === 'they' ? 'they' : 'we',
      by === 'they' ? (event ?? kind) : `decided for ${placement} with ${model}`,
      items
        .slice(0, 3)
        .map(({ id, title }) => title ?? id)
        .join(', ') + (items.length > 3 ? ` and ${items.length - 3} more` : ''),
    ]),
  )
}

function printPreview({ placement, variation, model, fallback, items }: RecommendationResponse): void {
  const version = model.version > 0 ? ` version ${model.version}` : ''
  heading(`What “${placement}” would show now: ${variation}, by ${model.name}${version}`)
  if (fallback !== null) process.stdout.write(`${fallback.message}\n\n`)
  if (items.length === 0) return
  printTable(
    [{ title: '', align: 'right' }, { title: 'item' }, { title: 'reason' }],
    items.map(({ itemId, item, reason }, at) => [String(at + 1), item?.title ?? itemId, reason ?? '']),
  )
}

async function profile(id: string, options: ProfileOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const path = `/v1/people/${encodeURIComponent(id)}`
    const person = await api.request<Person>('GET', path)
    const timeline = await api.request<Timeline>('GET', `${path}/timeline?limit=10`)
    // A person id names nobody whom a decision could be asked for, unless a user id goes with it.
    const next =
      person.userId === null && person.identifiers.some(({ personId }) => personId === id)
        ? null
        : await preview(api, id, person, options)
    if (options.json) return printJson({ person, timeline: timeline.entries, next })
    printPerson(person)
    printTimeline(timeline)
    if (next !== null) printPreview(next)
  } finally {
    await api.close()
  }
}

/** `attune profile <person>`: the portrait of a person, and what they would be shown. */
export function profileCommand(): Command {
  return command('profile', 'the portrait of a person, and what they would be shown')
    .argument('<person>', 'user id, anonymous id or person id')
    .option('--placement <id>', 'placement to preview', 'home')
    .option('-n, --n <count>', 'items to preview', wholeNumber(1, 100), 5)
    .action(action(profile))
}
