import { z } from 'zod'
import { regimeSettings } from '../../protect/consent/purposes.ts'
import { comparableName, type FieldClass, fieldClassOf } from '../reduce/field-class.ts'

/** What a declared field may hold. `value`: a text, number or boolean; `list`: a list of such; `time`: ISO 8601 text or a number; `any`: whatever JSON can say. */
export const fieldTypes = ['text', 'number', 'boolean', 'time', 'value', 'list', 'any'] as const
export type FieldType = (typeof fieldTypes)[number]

/**
 * What becomes of a declared field. `asIs`: nothing is taken from it, also where the default would (places, device ids).
 * `rounded`: degrees to `protect.locationDecimals`, other numbers to two digits that count, times to the day, addresses of
 * the network to 24 or 48 bits, user agents to family and system. `sealed`: as it is, under the person's key; what an event is about (its item, its
 * money) is read from it all the same, and stands in clear. `drop`: known,
 * and not wanted.
 */
export const keeps = ['asIs', 'rounded', 'sealed', 'drop'] as const
export type Keep = (typeof keeps)[number]

/** Parts between dots, `[]` after those that are lists of objects: `products[].price`. */
const pathPattern = /^(?:[^\s.[\]\p{Cc}]{1,64}(?:\[\])?\.)*[^\s.[\]\p{Cc}]{1,64}$/u
const pathSchema = z
  .string()
  .max(256)
  .regex(pathPattern, 'names with dots between them, [] after a list of objects, such as products[].price')
  .refine((path) => !/(?:^|\.)__proto__(?:$|[.[])/.test(path), '__proto__ is no name of a field')
  .refine((path) => path.split('.').length <= 8, 'at most eight levels')

const fieldSchema = z.union([
  z.enum(fieldTypes),
  z.strictObject({ type: z.enum(fieldTypes), keep: z.enum(keeps).optional() }),
])
export type FieldDeclaration = z.infer<typeof fieldSchema>

const fieldsSchema = z
  .record(pathSchema, fieldSchema)
  .refine((fields) => Object.keys(fields).length <= 500, 'at most 500 fields')
  .superRefine((fields, context) => {
    for (const [path, field] of Object.entries(fields)) {
      const problem = clashOf(path, fields) ?? keepProblem(path, field)
      if (problem !== undefined) context.addIssue({ code: 'custom', path: [path], message: problem })
    }
  })
export type FieldDeclarations = Readonly<Record<string, FieldDeclaration>>

/** Of events and their context: what points at a person directly belongs into traits. */
const eventFieldsSchema = fieldsSchema.superRefine((fields, context) => {
  for (const [path, field] of Object.entries(fields)) {
    const problem = identifierProblem(path, keepOf(field))
    if (problem !== undefined) context.addIssue({ code: 'custom', path: [path], message: problem })
  }
})

const why = z.string().trim().min(1).max(300).optional().describe('What it is for, in the words of the report')
const retentionDays = z.number().positive().max(36_500).optional().describe('Days after which it is removed')

const eventSchema = z.strictObject({ properties: eventFieldsSchema.default({}), why, retentionDays })
export type EventDeclaration = z.infer<typeof eventSchema>

/** As names of events are compared. */
export const comparableEvent = (name: string): string => comparableName(name) || name

/** What a source may send. Everything else of it is dropped before anything is stored. */
export const sourceDeclarationSchema = z.strictObject({
  title: z.string().trim().max(100).default(''),
  why,
  /** Declares the standard events (standard-events.ts) with the fields that Attune reads, and the usual context. */
  standard: z.boolean().default(false),
  /** Of events that are not declared: `strip` keeps that they happened and nothing of what they say, `refuse` refuses them. */
  undeclared: z.enum(['strip', 'refuse']).default('strip'),
  /** What holds for people who said nothing and come from here; absent: as everywhere (`protect.regime`). */
  regime: z.enum(regimeSettings).optional(),
  /** For events of it that have no rule of their own. */
  retentionDays,
  /** Name of a track event → what it may say; matched without regard to case, spaces, dashes and underscores. */
  events: z
    .record(z.string().min(1).max(256), eventSchema)
    .refine((events) => Object.keys(events).length <= 1000, 'at most 1000 events')
    .refine(
      (events) => new Set(Object.keys(events).map(comparableEvent)).size === Object.keys(events).length,
      'two of these names are one event: case, spaces, dashes and underscores do not tell names apart',
    )
    .default({}),
  page: eventSchema.optional(),
  screen: eventSchema.optional(),
  /** Of persons, from identify and from `context.traits`. */
  traits: fieldsSchema.default({}),
  groupTraits: fieldsSchema.default({}),
  context: eventFieldsSchema.default({}),
})
export type SourceDeclaration = z.infer<typeof sourceDeclarationSchema>
/** As a person writes it: everything optional. */
export type SourceDeclarationInput = z.input<typeof sourceDeclarationSchema>

/** A site, an app, a server, a file: what keys and imports name. */
export const sourceNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._:-]{0,62}$/, 'lower-case letters, digits, dots, colons, dashes and underscores, at most 63')

export const typeOf = (field: FieldDeclaration): FieldType => (typeof field === 'string' ? field : field.type)
export const keepOf = (field: FieldDeclaration): Keep | undefined =>
  typeof field === 'string' ? undefined : field.keep

/** What the last name of a path says about it; an id or name inside a device's record is the device's. */
export function classOfPath(path: string): FieldClass | undefined {
  const [name = '', parent = ''] = path.replaceAll('[]', '').split('.').reverse()
  if (/^(?:device|设备)$/i.test(parent) && /^(?:id|name|token|uuid)$/.test(name)) return 'device'
  return fieldClassOf(name)
}

function clashOf(path: string, fields: FieldDeclarations): string | undefined {
  for (const [other, field] of Object.entries(fields)) {
    if (other === path) continue
    if (other.startsWith(`${path}.`)) return `${path} is declared as a value, and ${other} inside it`
    if (other.startsWith(`${path}[].`)) {
      const own = fields[path]
      if (own === undefined || typeOf(own) !== 'list') return `${path} must be a list, because ${other} is inside it`
      if (keepOf(own) !== undefined) return `say with ${other} what is to be kept; ${path} holds it`
    }
    if (path.startsWith(`${other}[].`) && typeOf(field) !== 'list')
      return `${other} must be a list, because ${path} is inside it`
  }
  return undefined
}

const roundedTexts: ReadonlySet<FieldClass | undefined> = new Set([
  'network',
  'agent',
  'coordinate',
  'point',
  'geohash',
] as const)

function keepProblem(path: string, field: FieldDeclaration): string | undefined {
  if (keepOf(field) !== 'rounded') return undefined
  const type = typeOf(field)
  if (type === 'number' || type === 'time' || (type === 'text' && roundedTexts.has(classOfPath(path)))) return undefined
  return 'only numbers, times, places, user agents and addresses of the network can be rounded'
}

function identifierProblem(path: string, keep: Keep | undefined): string | undefined {
  const kind = classOfPath(path)
  if (keep === 'drop') return undefined
  if (kind === 'identifier')
    return 'this points at a person directly: send it as a trait, where it is sealed and can be erased'
  if (kind === 'network' && keep !== 'rounded')
    return 'an address of the network is kept only as { "type": "text", "keep": "rounded" }'
  if (kind === 'device' && keep !== 'sealed') return 'what points at a device is kept only with "keep": "sealed"'
  return undefined
}
