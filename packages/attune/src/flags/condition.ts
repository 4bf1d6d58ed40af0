import { sortableVersion } from './compare-versions.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }
/** Lists that conditions name with `$inGroup`. */
export type SavedGroups = Readonly<Record<string, readonly Json[]>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path such as `address.city`; null where there is none. */
export function valueAt(attributes: JsonObject, path: string): Json {
  let current: Json = attributes
  for (const part of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return null
    current = (current as JsonObject)[part] ?? null
  }
  return current
}

/** Whether all keys are operators; an object without keys is a value. */
const isOperators = (value: JsonObject): boolean => {
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => key.startsWith('$'))
}

/**
 * Whether attributes satisfy a condition in the MongoDB-like language of GrowthBook's feature definitions. What is not an
 * operator and not a path is false rather than an error: a flag must not bring down who asks it.
 *
 * @example conditionHolds({ country: 'CN', age: 30 }, { country: { $in: ['CN', 'SG'] }, age: { $gte: 18 } }) // → true
 */
export function conditionHolds(attributes: JsonObject, condition: JsonObject, groups: SavedGroups = {}): boolean {
  const holds = (part: Json): boolean => isObject(part) && conditionHolds(attributes, part, groups)
  return Object.entries(condition).every(([key, part]) => {
    switch (key) {
      case '$and':
        return Array.isArray(part) && part.every(holds)
      case '$or':
        return Array.isArray(part) && (part.length === 0 || part.some(holds))
      case '$nor':
        return Array.isArray(part) && part.length > 0 && !part.some(holds)
      case '$not':
        return !holds(part)
      default:
        return valueHolds(valueAt(attributes, key), part, groups)
    }
  })
}

function valueHolds(actual: Json, expected: Json, groups: SavedGroups, foldCase = false): boolean {
  if (typeof expected === 'string')
    return foldCase ? folded(String(actual)) === folded(expected) : textOf(actual) === expected
  if (typeof expected === 'number') return numberOf(actual) === expected
  if (typeof expected === 'boolean') return actual !== null && Boolean(actual) === expected
  if (expected === null) return actual === null
  if (!isObject(expected) || !isOperators(expected)) return JSON.stringify(actual) === JSON.stringify(expected)
  return Object.entries(expected).every(([operator, operand]) => operatorHolds(operator, actual, operand, groups))
}

const textOf = (value: Json): string => (isObject(value) ? '[object Object]' : String(value))
const numberOf = (value: Json): number => (isObject(value) ? Number.NaN : Number(value))
const folded = (value: Json): Json => (typeof value === 'string' ? value.toLowerCase() : value)

function isIn(actual: Json, list: Json, foldCase = false): boolean {
  if (!Array.isArray(list)) return false
  const same = foldCase ? folded : (value: Json): Json => value
  const actuals: readonly Json[] = Array.isArray(actual) ? actual : [actual]
  return actuals.some((one) => list.some((other: Json) => same(one) === same(other)))
}

function hasAll(actual: Json, list: Json, groups: SavedGroups, foldCase = false): boolean {
  if (!Array.isArray(actual) || !Array.isArray(list)) return false
  return list.every((wanted) => actual.some((one) => valueHolds(one, wanted, groups, foldCase)))
}

function hasElement(actual: Json, expected: Json, groups: SavedGroups): boolean {
  if (!Array.isArray(actual) || !isObject(expected)) return false
  const holds = isOperators(expected)
    ? (one: Json) => valueHolds(one, expected, groups)
    : (one: Json) => conditionHolds(isObject(one) ? one : {}, expected, groups)
  return actual.some((one) => Boolean(one) && holds(one))
}

function matches(actual: Json, pattern: Json, flags: string): boolean {
  if (typeof pattern !== 'string') return false
  try {
    return new RegExp(pattern, flags).test(textOf(actual))
  } catch {
    return false
  }
}

const typeOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** As JavaScript compares: numbers and texts that are numbers by size, two texts by their characters. */
function compared(actual: Json, operand: Json): number {
  if (typeof actual === 'string' && typeof operand === 'string') return actual < operand ? -1 : actual > operand ? 1 : 0
  return numberOf(actual) - numberOf(operand)
}

function comparedVersions(actual: Json, operand: Json): number {
  const [a, b] = [sortableVersion(actual), sortableVersion(operand)]
  return a < b ? -1 : a > b ? 1 : 0
}

function operatorHolds(operator: string, actual: Json, operand: Json, groups: SavedGroups): boolean {
  switch (operator) {
    case '$eq':
      return actual === operand
    case '$ne':
      return actual !== operand
    case '$lt':
      return compared(actual, operand) < 0
    case '$lte':
      return compared(actual, operand) <= 0
    case '$gt':
      return compared(actual, operand) > 0
    case '$gte':
      return compared(actual, operand) >= 0
    case '$veq':
      return comparedVersions(actual, operand) === 0
    case '$vne':
      return comparedVersions(actual, operand) !== 0
    case '$vlt':
      return comparedVersions(actual, operand) < 0
    case '$vlte':
      return comparedVersions(actual, operand) <= 0
    case '$vgt':
      return comparedVersions(actual, operand) > 0
    case '$vgte':
      return comparedVersions(actual, operand) >= 0
    case '$exists':
      return (actual !== null) === Boolean(operand)
    case '$type':
      return typeOf(actual) === operand
    case '$in':
      return isIn(actual, operand)
    case '$nin':
      return Array.isArray(operand) && !isIn(actual, operand)
    case '$ini':
      return isIn(actual, operand, true)
    case '$nini':
      return Array.isArray(operand) && !isIn(actual, operand, true)
    case '$inGroup':
      return isIn(actual, groups[String(operand)] ?? [])
    case '$notInGroup':
      return !isIn(actual, groups[String(operand)] ?? [])
    case '$all':
      return hasAll(actual, operand, groups)
    case '$alli':
      return hasAll(actual, operand, groups, true)
    case '$size':
      return Array.isArray(actual) && valueHolds(actual.length, operand, groups)
    case '$elemMatch':
      return hasElement(actual, operand, groups)
    case '$regex':
      return matches(actual, operand, '')
    case '$regexi':
      return matches(actual, operand, 'i')
    case '$not':
      return !valueHolds(actual, operand, groups)
    default:
      return false
  }
}
