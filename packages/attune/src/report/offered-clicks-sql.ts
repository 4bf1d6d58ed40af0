import { withPersons } from './resolved-persons.ts'

/**
 * The clicks (`interactions` with `person`) that follow a decision: on an item that it offered. A click may name any
 * decision, also with an item that was found elsewhere: that one is nothing the decision did.
 *
 * @param workspace the parameter that holds it
 * @param where more conditions on the clicks, whose alias is `t`
 */
export function offeredClicksSql(workspace: string, where: string): string {
  return `(SELECT c.person, c.item_id, c.ts, c.decision_id
    FROM ${withPersons('interactions', `t.workspace = ${workspace} AND t.kind = 'click' AND ${where}`)} c
    JOIN decisions offer ON offer.workspace = c.workspace AND offer.decision_id = c.decision_id
    WHERE list_contains(json_extract_string(offer.items, '$[*].itemId'), c.item_id))`
}
