import { fieldClassOf } from './reduce/field-class.ts'

/**
 * Whether a name is that of a fact that points at a person, their device or their connection. Those of persons may live in
 * the state store only (as traits), so that encrypting, exporting and erasing them has one place.
 */
export function isDirectIdentifier(key: string): boolean {
  const kind = fieldClassOf(key)
  return kind === 'identifier' || kind === 'device' || kind === 'network'
}
