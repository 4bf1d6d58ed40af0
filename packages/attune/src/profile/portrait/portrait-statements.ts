import type { Profile } from '../../api/schemas/profiles.ts'
import { habitsNotGiven } from '../../api/without-personal.ts'
import type { PortraitLanguage } from './portrait-texts.ts'
import { type PortraitSectionName, portraitWords } from './portrait-words.ts'

/** One thing that a portrait says, as a language model is told it. */
export interface PortraitStatement {
  readonly id: string
  readonly text: string
  readonly from: Profile['traits'][number]['source']
  /** 0 to 1. */
  readonly sure: number
}

/** Sections that hold no word of the person’s own, and nothing that they gave. */
const told: readonly PortraitSectionName[] = [
  'lifecycle',
  'interests',
  'brands',
  'topics',
  'prices',
  'keywords',
  'habits',
  'purchases',
  'sentiment',
]
const inferred: readonly PortraitSectionName[] = [
  'lifecycle',
  'interests',
  'brands',
  'topics',
  'prices',
  'keywords',
  'sentiment',
]

/**
 * What is observed and concluded of a person, in sentences with short ids: no trait, no name, no quotation, nobody else.
 * How sure a share is: 1 less the width of its interval. Whole days, so that the same portrait says the same all day.
 */
export function portraitStatements(profile: Profile, language: PortraitLanguage): readonly PortraitStatement[] {
  const { lifecycle, sentiment } = profile
  const sections = portraitWords(
    {
      ...profile,
      habits: habitsNotGiven(profile),
      lifecycle: lifecycle && { ...lifecycle, daysSince: Math.round(lifecycle.daysSince) },
      sentiment: sentiment && { ...sentiment, aspects: sentiment.aspects.map((one) => ({ ...one, quotes: [] })) },
    },
    language,
  )
  return sections
    .filter(({ section }) => told.includes(section))
    .flatMap(({ section, title, lines }) =>
      // Of an entry of several lines the others say what it rests on; those of the lifecycle belong together.
      (section === 'lifecycle' ? [lines.join(' ')] : lines.map((line) => line.split('\n', 1)[0] ?? '')).map(
        (text, at) => ({
          text: `${title} – ${text}`,
          from: inferred.includes(section) ? ('inferred' as const) : ('observed' as const),
          sure: Math.round(sureness(profile, section, at) * 100) / 100,
        }),
      ),
    )
    .map((statement, at) => ({ id: `e${at + 1}`, ...statement }))
}

function sureness({ interests, lifecycle }: Profile, section: PortraitSectionName, at: number): number {
  const certain = (
    one: { readonly low: number; readonly high: number } | null | undefined,
    otherwise: number,
  ): number => (one ? Math.max(0, 1 - (one.high - one.low)) : otherwise)
  switch (section) {
    case 'interests':
      return certain(interests.categories[at], 0)
    case 'brands':
      return certain(interests.brands[at], 0)
    case 'topics':
      return certain(interests.topics[at], 0)
    case 'prices':
      return certain(interests.priceBands[at], 0)
    case 'lifecycle':
      return certain(lifecycle?.usual, 0.4)
    case 'keywords':
    case 'sentiment':
      return 0.6
    default:
      return 1
  }
}
