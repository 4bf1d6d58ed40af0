import type { TreeEnsemble } from '@attune/learn'
import { type CustomerValue, lifetimeValue } from '@attune/measure'
import type { PersonValue } from '../api/schemas/value.ts'
import type { Attune } from '../attune.ts'
import { churnFeatures } from './churn-features.ts'
import { customerOf } from './customer-of.ts'
import { churnOf, explainChurn, openChurn } from './fit-churn.ts'
import { lastValueModel } from './last-value.ts'
import { buyerOf } from './read-buyers.ts'
import type { ValueModel } from './value-model.ts'
import { valueOptions } from './value-options.ts'
import { personDriverText } from './value-texts.ts'

export interface PersonWorth {
  readonly value: CustomerValue
  /** Worked out when asked: trees take longer than all the rest. */
  churn(): number
}

/** Values of single persons, worked out when asked from what they did until now. */
export interface PersonValues {
  of(workspace: string, personId: string, language: 'en' | 'zh'): Omit<PersonValue, 'group' | 'groupName'> | null
  worthOf(workspace: string, personId: string): PersonWorth | null
  /** Three digits, by the fifths of the last fit; null where they were not in it. */
  rfmOf(workspace: string, personIds: readonly string[]): number | null
  /** Every score of a name, by the person whom the id that it was given under stands for now. */
  scoresOf(workspace: string, name: string): ReadonlyMap<string, number>
  /** The models of a workspace are new. */
  changed(workspace: string): void
}

/** Drivers that a portrait shows. */
const shown = 3

interface Opened {
  readonly model: ValueModel
  readonly churn: TreeEnsemble | null
}

export function openPersonValue({
  clock,
  state,
  identity,
  activity,
}: Pick<Attune, 'clock' | 'state' | 'identity' | 'activity'>): PersonValues {
  const opened = new Map<string, Opened | undefined>()

  function modelOf(workspace: string): Opened | undefined {
    if (!opened.has(workspace)) {
      const model = lastValueModel(state, workspace)
      opened.set(workspace, model && { model, churn: model.churn && openChurn(model.churn) })
    }
    return opened.get(workspace)
  }

  function read(workspace: string, personId: string) {
    const models = modelOf(workspace)
    const of = activity.of(workspace)
    const slot = of.slotOf(personId)
    if (!models || slot === undefined) return undefined
    const { model, churn } = models
    const now = clock()
    const buyer = buyerOf(of, slot, { currency: model.currency, churnDays: model.input.churnDays, now })
    if (!buyer) return undefined
    const customer = customerOf(buyer.orders, now)
    const value = lifetimeValue(model.purchases, model.spend, customer, valueOptions(model.input))
    return {
      model,
      churn,
      buyer,
      value,
      leaving: () => (churn ? (churnOf(churn, [buyer.now])[0] ?? 0) : 1 - value.alive),
    }
  }

  return {
    of(workspace, personId, language) {
      const found = read(workspace, personId)
      if (!found) return null
      const { model, churn, buyer, value, leaving } = found
      return {
        alive: value.alive,
        expectedOrders: value.purchases,
        expectedSpend: value.spend,
        lifetimeValue: value.value,
        currency: model.currency === '' ? null : model.currency,
        horizonDays: model.input.horizonDays,
        churn: leaving(),
        churnDays: model.input.churnDays,
        drivers: churn ? driversOf(churn, buyer.now, language) : [],
        source: 'inferred',
        observations: buyer.orders.length,
        asOf: new Date(model.at).toISOString(),
      }
    },
    worthOf(workspace, personId) {
      const found = read(workspace, personId)
      return found ? { value: found.value, churn: found.leaving } : null
    },
    rfmOf(workspace, personIds) {
      const row = state.raw
        .prepare(
          `SELECT value FROM scores WHERE workspace = ? AND name = 'rfm' AND person_id IN (SELECT value FROM json_each(?))
           ORDER BY updated_at DESC, person_id LIMIT 1`,
        )
        .get(workspace, JSON.stringify(personIds))
      return row === undefined ? null : Number(row.value)
    },
    scoresOf(workspace, name) {
      // Of several identities the newest counts, of equally new ones that of the id that sorts first: it comes last here.
      const rows = state.raw
        .prepare(
          'SELECT person_id, value FROM scores WHERE workspace = ? AND name = ? ORDER BY updated_at, person_id DESC',
        )
        .all(workspace, name)
      return new Map(rows.map((row) => [identity.resolve(workspace, String(row.person_id)), Number(row.value)]))
    },
    changed: (workspace) => void opened.delete(workspace),
  }
}

function driversOf(churn: TreeEnsemble, features: Float64Array, language: 'en' | 'zh'): PersonValue['drivers'] {
  const effects = explainChurn(churn, features)
  return churnFeatures
    .map((feature, at) => {
      const own = features[at] as number
      const value = Number.isNaN(own) ? null : own
      const effect = effects[at] as number
      return { feature, value, effect, text: personDriverText(feature, value, effect, language) }
    })
    .filter(({ effect }) => effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, shown)
}
