import type { EventType } from '../../store/rows.ts'
import { type EventMeanings, isOwnEvent } from '../standard-events.ts'
import { comparableEvent, type SourceDeclaration } from './declaration.ts'
import { type FieldTree, fieldTree } from './field-tree.ts'
import { alwaysContext, ownProperties, standardContext, standardPage, standardProperties } from './standard-fields.ts'

/** A declaration made ready to be asked for every event. */
export interface Gate {
  readonly undeclared: 'strip' | 'refuse'
  readonly context: FieldTree
  readonly traits: FieldTree
  readonly groupTraits: FieldTree
  /** What an event may say; undefined where it is not declared. */
  propertiesOf(type: EventType, name: string | null): FieldTree | undefined
}

const ownTree = fieldTree(ownProperties)
export const nothingDeclared: FieldTree = fieldTree()

/** @param meanings the events that are standard, where the declaration takes them in */
export function compileDeclaration(declaration: SourceDeclaration, meanings: EventMeanings): Gate {
  const { standard, events, page, screen } = declaration
  const trees = new Map(
    Object.entries(events).map(([name, { properties }]) => [comparableEvent(name), { name, properties }]),
  )
  const made = new Map<string, FieldTree | undefined>()

  function make(name: string): FieldTree | undefined {
    const declared = trees.get(comparableEvent(name))?.properties
    const own = isOwnEvent(name)
    const isStandard = standard && meanings(name) !== undefined
    if (declared === undefined && !own && !isStandard) return undefined
    if (declared === undefined && !isStandard) return ownTree
    return fieldTree(own ? ownProperties : {}, isStandard ? standardProperties : {}, declared ?? {})
  }
  const ofPage = (one: typeof page): FieldTree | undefined =>
    one === undefined && !standard ? undefined : fieldTree(standard ? standardPage : {}, one?.properties ?? {})
  const pageTree = ofPage(page)
  const screenTree = ofPage(screen)

  return {
    undeclared: declaration.undeclared,
    context: fieldTree(standard ? standardContext : {}, declaration.context, alwaysContext),
    traits: fieldTree(declaration.traits),
    groupTraits: fieldTree(declaration.groupTraits),
    propertiesOf(type, name) {
      if (type === 'page') return pageTree
      if (type === 'screen') return screenTree
      if (type !== 'track' || name === null) return nothingDeclared
      const known = made.get(name)
      if (known !== undefined || made.has(name)) return known
      // Names come from outside: the memory of how they were written is bounded.
      if (made.size >= 2048) made.clear()
      const tree = make(name)
      made.set(name, tree)
      return tree
    },
  }
}
