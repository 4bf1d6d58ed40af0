export { createGazetteer, type Gazetteer, type GazetteerEntry } from './create-gazetteer.ts'
export type { Entity, EntityKind, TaggedEntity } from './entity.ts'
export { type EntityOptions, type EntityTagger, findEntities } from './find-entities.ts'
