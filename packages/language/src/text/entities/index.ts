export { createGazetteer, type Gazetteer, type GazetteerEntry } from './create-gazetteer.ts'
export type { Entity, EntityKind } from './entity.ts'
export { type EntityOptions, type EntityTagger, findEntities } from './find-entities.ts'
