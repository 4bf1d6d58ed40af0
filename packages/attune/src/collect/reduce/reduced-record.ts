import { coarseUserAgent } from '../coarse-user-agent.ts'
import { joined } from '../json-hygiene.ts'
import type { JsonRecord } from '../read-record.ts'
import { type FieldClass, fieldClassOf } from './field-class.ts'
import { mayBePersonal, reducedAddress } from './reduced-address.ts'
import { reducedNetworkAddress } from './reduced-network-address.ts'
import { coarseGeohash, roundedDegrees, roundedDegreesText, roundedPointText } from './rounded-location.ts'

export interface Reduction {
  /** Decimals that degrees of latitude and longitude keep. */
  readonly locationDecimals: number
  /**
   * `event`: identifiers of persons, devices and connections are left out. `traits`: identifiers of persons may stand there,
   * an address of the network is cut, and addresses of pages stay. `refused`: identifiers stay, to be named by quarantine-row.ts.
   */
  readonly of: 'event' | 'traits' | 'refused'
}

/** Of a device's record these point at the one device, and its name often at its owner. */
const ofOneDevice = new Set(['id', 'name', 'token', 'uuid'])
const isDevice = (key: string): boolean => key === 'device' || key === 'Device' || key === '设备'

/**
 * The record with less about a person than came: identifiers left out (their paths put into `ignored`), places rounded,
 * addresses of pages without personal parameters, user agents coarse, at any depth. The same object where there is nothing
 * to reduce.
 */
export function reducedRecord(record: JsonRecord, reduction: Reduction, path: string, ignored: string[]): JsonRecord {
  return mustReduce(record, reduction, false) ? reducedObject(record, reduction, path, ignored, false) : record
}

/** A walk without allocations: nearly every event has nothing to reduce. */
function mustReduce(value: object, reduction: Reduction, inDevice: boolean): boolean {
  for (const key in value) {
    const entry = (value as JsonRecord)[key]
    if (entry === null || entry === undefined || typeof entry === 'boolean') continue
    const kind = fieldClassOf(key)
    if (inDevice && ofOneDevice.has(key)) return true
    if (typeof entry === 'object') {
      if (
        leavesOut(kind, reduction) ||
        (Array.isArray(entry) ? listMustReduce(entry, kind, reduction) : mustReduce(entry, reduction, isDevice(key)))
      )
        return true
    } else if (leafMustReduce(entry, kind, reduction)) return true
  }
  return false
}

function listMustReduce(entries: readonly unknown[], kind: FieldClass | undefined, reduction: Reduction): boolean {
  for (const entry of entries) {
    if (typeof entry === 'object' && entry !== null) {
      if (Array.isArray(entry) ? listMustReduce(entry, kind, reduction) : mustReduce(entry, reduction, false))
        return true
    } else if (leafMustReduce(entry, kind === 'point' ? 'coordinate' : kind, reduction)) return true
  }
  return false
}

function leafMustReduce(entry: unknown, kind: FieldClass | undefined, reduction: Reduction): boolean {
  if (typeof entry === 'string') {
    if (kind === undefined) return reduction.of !== 'traits' && entry.startsWith('http') && mayBePersonal(entry)
    return entry !== '' && (leavesOut(kind, reduction) || reducedLeaf(entry, kind, reduction) !== entry)
  }
  if (typeof entry !== 'number' || kind === undefined) return false
  return (
    leavesOut(kind, reduction) || (kind === 'coordinate' && roundedDegrees(entry, reduction.locationDecimals) !== entry)
  )
}

const leavesOut = (kind: FieldClass | undefined, { of }: Reduction): boolean =>
  of === 'event'
    ? kind === 'device' || kind === 'identifier' || kind === 'network'
    : of === 'traits' && kind === 'device'

/** What is not touched is not copied: most often it is the user agent alone. */
function reducedObject(
  record: JsonRecord,
  reduction: Reduction,
  path: string,
  ignored: string[],
  inDevice: boolean,
): JsonRecord {
  const rest: Record<string, unknown> = {}
  for (const key in record) {
    const entry = record[key]
    const kind = fieldClassOf(key)
    const told = entry !== null && entry !== undefined && typeof entry !== 'boolean' && entry !== ''
    if (told && (leavesOut(kind, reduction) || (inDevice && ofOneDevice.has(key)))) ignored.push(joined(path, key))
    else if (typeof entry !== 'object' || entry === null) rest[key] = reducedLeaf(entry, kind, reduction)
    else if (Array.isArray(entry))
      rest[key] = listMustReduce(entry, kind, reduction)
        ? reducedList(entry, kind, reduction, joined(path, key), ignored)
        : entry
    else
      rest[key] = mustReduce(entry, reduction, isDevice(key))
        ? reducedObject(entry as JsonRecord, reduction, joined(path, key), ignored, isDevice(key))
        : entry
  }
  return rest
}

function reducedList(
  entries: readonly unknown[],
  kind: FieldClass | undefined,
  reduction: Reduction,
  path: string,
  ignored: string[],
): readonly unknown[] {
  const ofEntries = kind === 'point' ? 'coordinate' : kind
  return entries.map((entry, index) => {
    const at = `${path}[${index}]`
    if (Array.isArray(entry)) return reducedList(entry, kind, reduction, at, ignored)
    return typeof entry === 'object' && entry !== null
      ? reducedObject(entry as JsonRecord, reduction, at, ignored, false)
      : reducedLeaf(entry, ofEntries, reduction)
  })
}

function reducedLeaf(value: unknown, kind: FieldClass | undefined, reduction: Reduction): unknown {
  const { locationDecimals: decimals, of } = reduction
  if (typeof value === 'number') return kind === 'coordinate' ? roundedDegrees(value, decimals) : value
  if (typeof value !== 'string') return value
  switch (kind) {
    case 'coordinate':
      return roundedDegreesText(value, decimals) ?? roundedPointText(value, decimals) ?? value
    case 'point':
      return roundedPointText(value, decimals) ?? value
    case 'geohash':
      return coarseGeohash(value, decimals)
    case 'agent':
      return isCoarse(value) ? value : coarseUserAgent(value)
    case 'network':
      return reducedNetworkAddress(value) ?? value
    case 'address':
      return of === 'traits' ? value : reducedAddress(value)
    default:
      return of !== 'traits' && value.startsWith('http') ? reducedAddress(value) : value
  }
}

/** As `coarseUserAgent` writes them. */
const isCoarse = (text: string): boolean =>
  text.length < 60 && /^[\p{L} ]+(?: \d+)?, \w+, (?:desktop|mobile|tablet)$/u.test(text)
