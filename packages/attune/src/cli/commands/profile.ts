import type { Command } from 'commander'
import type { RecommendationResponse } from '../../api/schemas/decide.ts'
import type { Person, Timeline } from '../../api/schemas/people.ts'
import type { Profile, ProfilePatch } from '../../api/schemas/profiles.ts'
import { portraitWords } from '../../profile/portrait/portrait-words.ts'
import { type ProfileTexts, profileTexts } from '../../profile/profile-texts.ts'
import { languageOption } from '../language-option.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface ProfileOptions extends CommonOptions {
  readonly placement: string
  readonly n: number
  readonly lang: 'en' | 'zh'
  readonly hide: readonly string[]
  readonly confirm: readonly string[]
  readonly takeBack: readonly string[]
  readonly summary?: boolean
}

/** Values of an option that is given several times. */
const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value]
const minute = (iso: string | null): string => iso?.slice(0, 16).replace('T', ' ') ?? '–'
const heading = (text: string): void => void process.stdout.write(`\n${text}\n\n`)
const left = (title: string) => ({ title })
const right = (title: string) => ({ title, align: 'right' as const })

/**
 * What would be shown now, without logging a decision. Null for an anonymous person who was asked for by person id: a
 * decision is asked for by user id or anonymous id.
 */
async function preview(
  api: ApiClient,
  id: string,
  { userId, identifiers }: Person,
  { placement, n, lang }: ProfileOptions,
): Promise<RecommendationResponse | null> {
  if (userId === null && identifiers.some(({ personId }) => personId === id)) return null
  return api.request<RecommendationResponse>('POST', '/v1/recommendations', {
    ...(userId === null ? { anonymousId: id } : { userId }),
    placement,
    n,
    context: { language: lang },
    preview: true,
  })
}

function printPerson(person: Person, texts: ProfileTexts): void {
  const { personId, userId, name, events, orders, firstSeen, lastSeen, identifiers } = person
  process.stdout.write(`${[name, userId, personId].filter(Boolean).join(' · ')}\n`)
  process.stdout.write(`${texts.summary(events, orders, minute(firstSeen), minute(lastSeen))}\n`)
  const merged = identifiers.filter(({ mergeId }) => mergeId !== null).map((other) => other.personId)
  if (merged.length > 0) process.stdout.write(`${texts.alsoKnown(merged.join(texts.listSeparator))}\n`)
  const traits = Object.entries(person.traits)
  if (traits.length > 0) {
    heading(texts.traits)
    printTable(
      texts.traitColumns.map(left),
      traits.map(([trait, value]) => {
        const { source = null, at = null, corrected = false } = person.traitOrigins[trait] ?? {}
        const told = typeof value === 'string' ? value : JSON.stringify(value)
        return [trait, told, corrected ? texts.corrected : (source ?? '–'), minute(at)]
      }),
    )
  }
  const counts = Object.entries(person.counts).sort(([, a], [, b]) => b - a)
  if (counts.length > 0) {
    heading(texts.counts)
    printTable(
      [left(texts.countColumns[0]), right(texts.countColumns[1])],
      counts.map(([kind, times]) => [kind, String(times)]),
    )
  }
}

/** The portrait in words, each line with where it comes from. */
function printPortrait(portrait: Profile, language: 'en' | 'zh'): void {
  for (const { title, lines } of portraitWords(portrait, language)) {
    heading(title)
    for (const line of lines) process.stdout.write(`${line.replace(/^/gm, '  ')}\n`)
  }
}

function printTimeline({ entries }: Timeline, texts: ProfileTexts): void {
  heading(texts.lately)
  printTable(
    texts.timelineColumns.map(left),
    entries.map(({ at, by, kind, event, items, placement, model }) => [
      minute(at),
      by === 'they' ? texts.they : texts.we,
      by === 'they' ? (event ?? kind) : texts.decided(placement ?? '', model ?? ''),
      items
        .slice(0, 3)
        .map(({ id, title }) => title ?? id)
        .join(texts.listSeparator) + (items.length > 3 ? texts.more(items.length - 3) : ''),
    ]),
  )
}

function printNext(
  { placement, variation, model, fallback, items }: RecommendationResponse,
  texts: ProfileTexts,
): void {
  heading(texts.next(placement, variation, model.version > 0 ? `${model.name} v${model.version}` : model.name))
  if (fallback !== null) process.stdout.write(`${fallback.message}\n\n`)
  if (items.length === 0) return
  printTable(
    [right('#'), ...texts.nextColumns.map(left)],
    items.map(({ itemId, item, reason }, at) => [String(at + 1), item?.title ?? itemId, reason ?? '']),
  )
}

/** The portrait, after what is to be put right of it was. */
async function portraitOf(api: ApiClient, id: string, options: ProfileOptions): Promise<Profile> {
  const { lang, hide, confirm, takeBack, summary = false } = options
  const path = `/v1/profiles/${encodeURIComponent(id)}?language=${lang}`
  const interests = Object.fromEntries([
    ...hide.map((name) => [name, 'hide'] as const),
    ...confirm.map((name) => [name, 'confirm'] as const),
    ...takeBack.map((name) => [name, null] as const),
  ])
  const corrected =
    Object.keys(interests).length === 0
      ? undefined
      : await api.request<Profile>('PATCH', path, { interests } satisfies ProfilePatch)
  if (corrected !== undefined && !summary) return corrected
  return api.request<Profile>('GET', `${path}&summary=${summary}`)
}

async function profile(id: string, options: ProfileOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const path = `/v1/people/${encodeURIComponent(id)}`
    const person = await api.request<Person>('GET', path)
    const portrait = await portraitOf(api, id, options)
    const timeline = await api.request<Timeline>('GET', `${path}/timeline?limit=10`)
    const next = await preview(api, id, person, options)
    if (options.json) return printJson({ person, portrait, timeline: timeline.entries, next })
    const texts = profileTexts[options.lang]
    printPerson(person, texts)
    printPortrait(portrait, options.lang)
    printTimeline(timeline, texts)
    if (next !== null) printNext(next, texts)
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
    .addOption(languageOption())
    .option('--summary', 'let the language model write two sentences, each with what it rests on')
    .option('--hide <category>', 'an interest that is not so (can be repeated)', collected, [])
    .option('--confirm <category>', 'an interest that is so (can be repeated)', collected, [])
    .option('--take-back <category>', 'take such a word back (can be repeated)', collected, [])
    .action(action(profile))
}
