import type { FieldClass } from '../reduce/field-class.ts'
import { classOfPath, type FieldDeclarations, type FieldType, type Keep, keepOf, typeOf } from './declaration.ts'

/** Declared fields as a tree by name: what a walk over a record asks. */
export interface FieldTree {
  /** What may stand here itself. */
  readonly leaf?: { readonly type: FieldType; readonly keep: Keep | undefined; readonly kind: FieldClass | undefined }
  /** Of a record. */
  readonly fields?: ReadonlyMap<string, FieldTree>
  /** Of each record of a list. */
  readonly entries?: FieldTree
  /** Whether something in it is `asIs`, `rounded` or `sealed`, and so not left to the defaults. */
  readonly special: boolean
}

interface Growing {
  leaf?: FieldTree['leaf']
  fields?: Map<string, Growing>
  entries?: Growing
  special: boolean
}

/** A later table goes before an earlier one. */
export function fieldTree(...tables: readonly FieldDeclarations[]): FieldTree {
  const root: Growing = { fields: new Map(), special: false }
  const declared = Object.assign({}, ...tables) as FieldDeclarations
  for (const [path, field] of Object.entries(declared)) {
    let at = root
    for (const part of path.split('.')) {
      const isList = part.endsWith('[]')
      at = childOf(at, isList ? part.slice(0, -2) : part)
      if (isList) {
        at.entries ??= { special: false }
        at = at.entries
      }
    }
    at.leaf = { type: typeOf(field), keep: keepOf(field), kind: classOfPath(path) }
  }
  markSpecial(root)
  return root as FieldTree
}

function childOf(at: Growing, name: string): Growing {
  at.fields ??= new Map()
  const child = at.fields.get(name) ?? { special: false }
  at.fields.set(name, child)
  return child
}

function markSpecial(tree: Growing): boolean {
  const keep = tree.leaf?.keep
  let special = keep !== undefined && keep !== 'drop'
  for (const child of tree.fields?.values() ?? []) special = markSpecial(child) || special
  if (tree.entries !== undefined) special = markSpecial(tree.entries) || special
  tree.special = special
  return special
}

/** What is declared at a path such as `products[].price`; undefined where nothing is. */
export function leafAt(tree: FieldTree, path: string): FieldTree['leaf'] {
  let at: FieldTree | undefined = tree
  for (const part of path.split('.')) {
    const isList = part.endsWith('[]')
    at = at?.fields?.get(isList ? part.slice(0, -2) : part)
    if (isList) at = at?.entries
  }
  return at?.leaf
}
