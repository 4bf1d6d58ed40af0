import type { Auth } from './app.ts'
import type { LiveEvent } from './schemas/collect.ts'
import type { PeoplePage, Person } from './schemas/people.ts'
import type { Profile } from './schemas/profiles.ts'

/** Answers for those who may see persons under their pseudonyms only: what they did stays, who they are does not. */

export const personFor = ({ personal }: Auth, person: Person): Person =>
  personal ? person : { ...person, userId: null, name: null, traits: {}, traitOrigins: {} }

/** Without what they gave of their language and time zone: hours of the day would tell the zone. */
export const habitsNotGiven = ({ habits }: Profile): Profile['habits'] => ({
  ...habits,
  language: habits.language?.source === 'given' ? null : habits.language,
  hour: habits.hour?.timeZoneGiven ? null : habits.hour,
})

/** Neither what they gave, nor what was put right of it, nor their own words. */
export const profileFor = ({ personal }: Auth, profile: Profile): Profile =>
  personal
    ? profile
    : {
        ...profile,
        traits: [],
        basics: { ageBand: null, gender: null, region: null },
        habits: habitsNotGiven(profile),
        segments: profile.segments.filter(({ readsTraits }) => !readsTraits),
        corrections: profile.corrections.filter(({ what }) => what !== 'trait'),
        sentiment: profile.sentiment && {
          ...profile.sentiment,
          aspects: profile.sentiment.aspects.map((aspect) => ({ ...aspect, quotes: [] })),
        },
      }

export const peopleFor = ({ personal }: Auth, page: PeoplePage): PeoplePage =>
  personal ? page : { ...page, people: page.people.map((person) => ({ ...person, userId: null, name: null })) }

export const eventFor = ({ personal }: Pick<Auth, 'personal'>, event: LiveEvent): LiveEvent =>
  personal ? event : { ...event, payload: null }
