import type { Logger } from 'pino'
import type { ActivityIndex, WorkspaceActivity } from '../../activity/activity-index.ts'
import type { Item } from '../../api/schemas/items.ts'
import type { Profile } from '../../api/schemas/profiles.ts'
import type { Attune } from '../../attune.ts'
import { weightOf } from '../../collect/weights.ts'
import type { PersonSegments } from '../../segments/person-segments.ts'
import type { FoundPerson } from '../find-person.ts'
import { statedPersons } from '../person-traits.ts'
import type { Base } from './base.ts'
import { type CatalogueFacts, readCatalogueFacts } from './catalogue-facts.ts'
import { readCorrections } from './corrections.ts'
import { givenTraits } from './given-traits.ts'
import { createKeptFacts } from './kept-facts.ts'
import { mayHaveWritten, ownTexts } from './own-texts.ts'
import { type ItemVector, personVectors } from './person-vectors.ts'
import { type PortraitMeans, portraitOf } from './portrait-of.ts'
import { type OmissionCode, omissionTexts, type PortraitLanguage } from './portrait-texts.ts'
import type { Portraits } from './portraits.ts'
import { readBase } from './read-base.ts'
import { type BaseRhythm, baseRhythm } from './rhythm.ts'
import { isSensitiveBy } from './sensitive.ts'
import { type AspectsOf, sentimentOf } from './sentiment-of.ts'
import { weighActivity } from './weigh-activity.ts'
import { wordsOf as builtInWords, type WordsOf } from './words-of.ts'

/** A summary in two sentences with what they rest on, or why there is none; asked only of people who allow a portrait. */
export type Summarise = (
  portrait: Profile,
  options: { readonly workspace: string; readonly language: PortraitLanguage },
) => Promise<NonNullable<Profile['summary']> | OmissionCode>

export interface PortraitOptions
  extends Pick<Attune, 'config' | 'clock' | 'events' | 'state' | 'vault' | 'consent' | 'identity' | 'items'> {
  readonly activity: ActivityIndex
  readonly log: Logger
  /** Words of a text. Default: by the dictionary of the runtime. */
  readonly wordsOf?: WordsOf
  readonly aspectsOf?: AspectsOf
  readonly topicsOf?: (workspace: string, item: Item) => readonly string[]
  readonly itemVectorOf?: (workspace: string, itemId: string) => Float32Array | undefined
  /** Whether items of a workspace have vectors at all. Default: wherever `itemVectorOf` is given. */
  readonly hasItemVectors?: (workspace: string) => boolean
  readonly summarise?: Summarise
  /** What a person is worth (../../value). */
  readonly worthOf?: (workspace: string, person: FoundPerson, language: PortraitLanguage) => Profile['value']
  /** Hears the pace of everybody when it was read. */
  readonly onRhythm?: (workspace: string, rhythm: BaseRhythm) => void
  /** What rules say of people. */
  readonly rules?: PersonSegments
}

const hourMs = 3_600_000
const nobody = (): Base => ({
  at: 0,
  people: 0,
  rfm: undefined,
  orderPauses: new Float64Array(0),
  visitPauses: new Float64Array(0),
  sample: [],
})

/**
 * Portraits from what people did (activity), what the catalogue and everybody say, and what was put right. What is worked out
 * from the whole base is an hour old at most where somebody asks, and is worked out again beside the answer.
 */
export function createPortraits(options: PortraitOptions): Portraits {
  const { config, clock, state, vault, consent, identity, items, activity, log } = options
  const {
    wordsOf = builtInWords,
    aspectsOf,
    topicsOf,
    itemVectorOf,
    hasItemVectors = () => true,
    summarise,
    worthOf,
    rules,
  } = options
  const { halfLifeDays, timeZone, sensitiveCategories } = config.portraits
  const isSensitive = isSensitiveBy(sensitiveCategories)
  const isExcluded = (item: Item): boolean =>
    [...item.categories, ...item.tags, item.brand ?? ''].some((name) => name !== '' && isSensitive(name))

  const catalogues = createKeptFacts<CatalogueFacts>({
    log,
    what: 'what the catalogue says of prices and words',
    stampOf: (workspace) => String(items.revision(workspace)),
    read: (workspace) => readCatalogueFacts(items, workspace, wordsOf),
  })
  const bases = createKeptFacts<Base>({
    log,
    what: 'what everybody does',
    stampOf: (workspace) => (activity.of(workspace).people === 0 ? 'nobody' : `${Math.floor(clock() / hourMs)}`),
    async read(workspace) {
      const of = activity.of(workspace)
      const { allowedByDefault, personIds } = consent.exceptions(workspace, 'profiling')
      const exceptions = new Set(personIds)
      const isAllowed = (personId: string): boolean => exceptions.has(personId) !== allowedByDefault
      const means = meansOf(workspace, of, await catalogues.of(workspace))
      const base = await readBase({ activity: of, means, isAllowed, isExcluded, now: clock() })
      options.onRhythm?.(workspace, baseRhythm(base))
      return base
    },
  })

  function meansOf(workspace: string, of: WorkspaceActivity, facts: CatalogueFacts): Omit<PortraitMeans, 'base'> {
    const itemVector: ItemVector | undefined =
      itemVectorOf && hasItemVectors(workspace) ? (itemId) => itemVectorOf(workspace, itemId) : undefined
    return {
      kindOf: of.kinds.nameOf,
      currencyOf: of.currencies.nameOf,
      deviceOf: of.devices.nameOf,
      channelOf: of.channels.nameOf,
      itemOf: (item) => items.get(workspace, of.items.nameOf(item)),
      weightOf: (kind, amount) => weightOf(kind, amount, config.weights),
      facts,
      wordsOf,
      isSensitive,
      halfLifeDays,
      timeZone,
      itemVector,
      topicsOf: topicsOf && ((item) => topicsOf(workspace, item)),
      // Whoever was erased may still be in the sample of the base.
      isAllowed: (personId) => of.slotOf(personId) !== undefined && consent.allowed(workspace, personId, 'profiling'),
    }
  }

  /** Undefined: nothing reads sentiment; null: they wrote nothing. */
  async function sentimentIn(
    workspace: string,
    { personId, aliases }: FoundPerson,
  ): Promise<Profile['sentiment'] | undefined> {
    const of = activity.of(workspace)
    const slot = of.slotOf(personId)
    if (slot === undefined || !mayHaveWritten(of, slot)) return null
    if (aspectsOf === undefined) return undefined
    const texts = await ownTexts(options, workspace, aliases)
    if (texts.length === 0) return null
    try {
      return sentimentOf(
        texts,
        await aspectsOf(
          texts.map(({ text }) => text),
          workspace,
        ),
      )
    } catch (error) {
      log.warn({ err: error }, 'the sentiment of a person’s texts could not be read')
      return undefined
    }
  }

  async function summaryOf(portrait: Profile, workspace: string, language: PortraitLanguage): Promise<Profile> {
    const summary =
      (await summarise?.(portrait, { workspace, language }).catch((error: unknown) => {
        log.warn({ err: error }, 'no summary of a portrait could be written')
        return 'summary-failed' as const
      })) ?? 'no-language-model'
    return typeof summary === 'string' ? withoutSummary(portrait, summary, language) : { ...portrait, summary }
  }

  function withoutSummary(portrait: Profile, code: OmissionCode, language: PortraitLanguage): Profile {
    return {
      ...portrait,
      omitted: [...portrait.omitted, { section: 'summary', code, reason: omissionTexts[code][language] }],
    }
  }

  return {
    async of(workspace, person, { language, summary = false }) {
      const { personId, aliases } = person
      const profiling = consent.allowed(workspace, personId, 'profiling')
      const facts = await catalogues.of(workspace)
      const base = profiling ? await bases.of(workspace) : nobody()
      const sentiment = profiling ? await sentimentIn(workspace, person) : null
      const of = activity.of(workspace)
      const corrections = readCorrections({ state, vault }, workspace, aliases)
      const traits = givenTraits(statedPersons({ state, vault }, workspace, aliases), personId, corrections.traits)
      // Nothing is awaited from here on: entries are only good within the turn.
      const slot = of.slotOf(personId)
      const entries = of.entriesOf(slot ?? -1)
      const drawn = portraitOf(
        { personId, profiling, entries, traits, corrections, sentiment, now: clock(), language },
        { ...meansOf(workspace, of, facts), base },
      )
      if (!profiling) return drawn
      const portrait: Profile = {
        ...drawn,
        value: worthOf?.(workspace, person, language) ?? null,
        ...(rules
          ? { teamTraits: rules.traits(workspace, person), segments: rules.memberships(workspace, person) }
          : {}),
      }
      return summary
        ? summaryOf(portrait, workspace, language)
        : withoutSummary(portrait, summarise ? 'summary-not-asked' : 'no-language-model', language)
    },
    vectorsOf(workspace, personId) {
      const of = activity.of(workspace)
      const slot = of.slotOf(personId)
      if (itemVectorOf === undefined || slot === undefined) return undefined
      if (!consent.allowed(workspace, identity.resolve(workspace, personId), 'profiling')) return undefined
      const weighed = weighActivity({
        entries: of.entriesOf(slot),
        now: clock(),
        halfLifeDays,
        kindOf: of.kinds.nameOf,
        itemOf: (item) => items.get(workspace, of.items.nameOf(item)),
        weightOf: (kind, amount) => weightOf(kind, amount, config.weights),
        isExcluded,
      })
      return personVectors(weighed.values(), (itemId) => itemVectorOf(workspace, itemId))
    },
    async readBase(workspace) {
      await bases.of(workspace)
    },
    forget: (workspace) => bases.forget(workspace),
    async settled() {
      await catalogues.settled()
      await bases.settled()
    },
    close() {
      catalogues.close()
      bases.close()
    },
  }
}
