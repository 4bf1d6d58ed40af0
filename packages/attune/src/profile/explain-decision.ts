import type { DecisionExplanation } from '../api/schemas/people.ts'
import type { Attune } from '../attune.ts'
import { decisionTime } from '../decide/decision-log.ts'
import { type FallbackCode, fallbackTexts } from '../decide/fallback-texts.ts'
import { attuneError } from '../errors.ts'
import type { DecidedItem } from '../store/rows.ts'

interface Row {
  readonly placement: string
  readonly variation: string
  readonly variation_propensity: number
  readonly model: string
  readonly model_version: number
  readonly fallback: string | null
  readonly items: string
  readonly context: string
  readonly ts: number
}

/**
 * What was decided for a person once, and why, as it was logged before it was shown (GDPR Art. 15(1)(h) and 22, PIPL Art. 24):
 * which model, in what order, with what chance, because of which items, through which steps.
 *
 * @throws AttuneError `unknown-decision` when it was never made for this person
 */
export async function explainDecision(
  { events, items }: Pick<Attune, 'events' | 'items'>,
  workspace: string,
  aliases: readonly string[],
  decisionId: string,
): Promise<DecisionExplanation> {
  const time = decisionTime(decisionId)
  const [row] =
    time === undefined
      ? []
      : await events.query<Row>(
          `SELECT placement, variation, variation_propensity, model, model_version, fallback, items, context, ts FROM decisions
           WHERE workspace = $1 AND decision_id = $2 AND ts = make_timestamp(CAST($3 AS BIGINT) * 1000)
             AND person_id IN (SELECT unnest(from_json($4, '["VARCHAR"]')))`,
          [workspace, decisionId, time, JSON.stringify(aliases)],
        )
  if (!row) throw attuneError('unknown-decision', 'There is no such decision for this person.', { status: 404 })
  const named = (id: string) => ({ id, title: items.get(workspace, id)?.title ?? null })
  const { $rerank: stages } = JSON.parse(row.context) as { $rerank?: readonly string[] }
  return {
    decisionId,
    at: new Date(row.ts).toISOString(),
    placement: row.placement,
    variation: row.variation,
    variationChance: row.variation_propensity,
    model: { name: row.model, version: row.model_version },
    fallback: fallbackIn(row.fallback),
    stages: [...(stages ?? [])],
    items: (JSON.parse(row.items) as readonly DecidedItem[]).map(
      ({ itemId, score, propensity, explored, because }) => ({
        ...named(itemId),
        score,
        chance: propensity,
        explored,
        because: because.map(named),
      }),
    ),
  }
}

function fallbackIn(code: string | null): DecisionExplanation['fallback'] {
  if (code === null) return null
  const { en, zh } = fallbackTexts
  return {
    code,
    en: en.decision[code as FallbackCode] ?? code,
    zh: zh.decision[code as FallbackCode] ?? code,
  }
}
