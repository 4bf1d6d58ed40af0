import { assumedPace, type BaseRhythm, stageAt } from '../../profile/portrait/rhythm.ts'
import type { RuleOf } from '../rules/rule.ts'
import { changesAt } from './moment.ts'
import { newSlotRhythm, readRhythm, type SlotRhythm } from './read-rhythm.ts'
import type { Part, RuleContext } from './rule-sources.ts'

/**
 * Whether somebody's stage is one of these. Of whoever did nothing yet there is none. Time alone moves people on: the moment's
 * `until` is lowered to when their stage ends, or something that lies in the future comes true.
 */
export function compileLifecycle(rule: RuleOf<'lifecycle'>, context: RuleContext): Part {
  const { activity, moment, summary, rhythm, refreshers } = context
  const wanted = new Set(rule.in)
  const slotRhythm = newSlotRhythm()
  const read = summary
    ? summary.rhythms.read
    : (slot: number, now: number, into: SlotRhythm) => readRhythm(activity, slot, now, into)
  let ofBase: BaseRhythm = { orders: undefined, visits: undefined }
  refreshers.push(() => {
    ofBase = rhythm()
  })
  return {
    fits(slot) {
      const { now } = moment
      read(slot, now, slotRhythm)
      changesAt(moment, slotRhythm.until)
      if (Number.isNaN(slotRhythm.first)) return false
      const pace = Number.isNaN(slotRhythm.atRiskMs)
        ? ((slotRhythm.ofOrders ? ofBase.orders : ofBase.visits) ?? assumedPace)
        : slotRhythm
      const { stage, until } = stageAt(slotRhythm, pace, now)
      changesAt(moment, until)
      return wanted.has(stage)
    },
    cost: 8,
  }
}
