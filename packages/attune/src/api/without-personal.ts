import type { Auth } from './app.ts'
import type { LiveEvent } from './schemas/collect.ts'
import type { PeoplePage, Person } from './schemas/people.ts'

/** Answers for those who may see persons under their pseudonyms only: what they did stays, who they are does not. */

export const personFor = ({ personal }: Auth, person: Person): Person =>
  personal ? person : { ...person, userId: null, name: null, traits: {}, traitOrigins: {} }

export const peopleFor = ({ personal }: Auth, page: PeoplePage): PeoplePage =>
  personal ? page : { ...page, people: page.people.map((person) => ({ ...person, userId: null, name: null })) }

export const eventFor = ({ personal }: Pick<Auth, 'personal'>, event: LiveEvent): LiveEvent =>
  personal ? event : { ...event, payload: null }
