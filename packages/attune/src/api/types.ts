/** The types of the HTTP API, for the console and for TypeScript callers. Types only. */
export type * from './schemas/collect.ts'
export type * from './schemas/common.ts'
export type * from './schemas/decide.ts'
export type * from './schemas/evaluations.ts'
export type * from './schemas/items.ts'
export type * from './schemas/models.ts'
export type * from './schemas/people.ts'
export type * from './schemas/report.ts'
