import type { Attune } from '../attune.ts'
import { purposeOfRow } from '../collect/consent-of-events.ts'
import type { Drop } from '../collect/sources/admit-fields.ts'
import { type FieldTree, leafAt } from '../collect/sources/field-tree.ts'
import type { Purpose } from '../protect/consent/purposes.ts'
import type { PersonKey } from './event-table.ts'

/** The columns of a file that become properties, and where they stand in events: of one item, or of a line of an order. */
const placesOf = {
  item: ['product_id', 'products[].product_id'],
  order: ['order_id'],
  rating: ['rating', 'products[].rating'],
  value: ['price', 'products[].price'],
  quantity: ['quantity', 'products[].quantity'],
  currency: ['currency'],
} as const
export type GatedField = keyof typeof placesOf
export const gatedFields = Object.keys(placesOf) as readonly GatedField[]
const textTypes: ReadonlySet<string> = new Set(['text', 'number', 'value', 'any'])
const numberTypes: ReadonlySet<string> = new Set(['number', 'value', 'any'])
const texts: ReadonlySet<GatedField> = new Set(['item', 'order', 'currency'] as const)

/** What a source lets in of events of one name. */
export interface AdmittedEvent {
  /** `bare`: the event is not declared, so that it happened is all that stays; `refused`: not even that. */
  readonly as: 'declared' | 'bare' | 'refused'
  readonly fields: ReadonlySet<GatedField>
}

/** The declaration of a source, and consent, as an import asks for them. */
export interface FileGate {
  admit(event: string): AdmittedEvent
  /** Whether a row may be kept; of what may not nothing is. */
  allows(person: PersonKey, kind: string | null, hasMoney: boolean): boolean
  /** Counts a column that was left out of a row. */
  dropped(event: string, field: GatedField): void
  /** To be called when all rows were read. */
  done(): void
}

/** Undefined where a source is not declared and nobody named it: an import of a team's own history, kept as before. */
export function openFileGate(
  { sources, consent, identity }: Pick<Attune, 'sources' | 'consent' | 'identity'>,
  workspace: string,
  source: string,
  named: boolean,
): FileGate | undefined {
  const gate = sources.gateOf(workspace, source)
  const regime = sources.regimeOf(workspace, source)
  if (gate === undefined && !named) return undefined
  const admitted = new Map<string, AdmittedEvent>()
  const answers = new Map<string, Map<Purpose, boolean>>()
  const drops = new Map<string, Map<GatedField, number>>()

  function admittedAs(event: string): AdmittedEvent {
    if (gate === undefined) return { as: 'declared', fields: new Set(gatedFields) }
    const tree = gate.propertiesOf('track', event)
    if (tree !== undefined)
      return { as: 'declared', fields: new Set(gatedFields.filter((field) => takes(tree, field))) }
    return { as: gate.undeclared === 'refuse' ? 'refused' : 'bare', fields: new Set() }
  }
  return {
    admit(event) {
      const known = admitted.get(event)
      if (known !== undefined) return known
      const made = admittedAs(event)
      admitted.set(event, made)
      return made
    },
    allows({ kind: of, id }, kind, hasMoney) {
      const key = `${of} ${id}`
      const purpose = purposeOfRow(kind, hasMoney)
      const known = answers.get(key) ?? new Map<Purpose, boolean>()
      const before = known.get(purpose)
      if (before !== undefined) return before
      const personId = identity.personIdOf(workspace, of === 'user' ? { userId: id } : { anonymousId: id })
      consent.seen(workspace, personId, regime, { country: undefined, timezone: undefined })
      const answer = consent.allowed(workspace, personId, purpose)
      answers.set(key, known.set(purpose, answer))
      return answer
    },
    dropped(event, field) {
      const counts = drops.get(event) ?? new Map<GatedField, number>()
      drops.set(event, counts.set(field, (counts.get(field) ?? 0) + 1))
    },
    done() {
      for (const [event, counts] of drops)
        for (const [field, times] of counts) {
          const drop: Drop = { field: `properties.${placesOf[field][0]}`, reason: 'undeclared' }
          sources.dropped(workspace, source, event, [drop], times)
        }
      consent.flush()
    },
  }
}

/** Files are stored as they are, in bulk: a field that would have to be rounded or sealed is not taken from them. */
function takes(tree: FieldTree, field: GatedField): boolean {
  const types = texts.has(field) ? textTypes : numberTypes
  return placesOf[field].some((path) => {
    const leaf = leafAt(tree, path)
    return leaf !== undefined && (leaf.keep === undefined || leaf.keep === 'asIs') && types.has(leaf.type)
  })
}
