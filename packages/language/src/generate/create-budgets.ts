import { LanguageError } from '../errors.ts'
import type { Budget, ModelPrice } from './config.ts'
import type { Ledger, Spent } from './ledger.ts'

export interface Reservation {
  /** Gives the reserved amount free: the ledger holds what was really used. */
  release(): void
}

export interface Budgets {
  /**
   * Keeps tokens and money for a call that is about to be made.
   *
   * @throws LanguageError `over-budget` when what was used, what others have reserved and this together are more than a limit
   */
  reserve(call: {
    readonly workspace: string
    readonly purpose: string
    readonly budget: Budget | undefined
    readonly amount: Spent
  }): Reservation
}

/** The beginning of the day and of the month in which a moment lies, in UTC. */
export function budgetPeriods(now: number): { readonly day: number; readonly month: number } {
  const date = new Date(now)
  return {
    day: Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()),
    month: Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1),
  }
}

/** What tokens cost. */
export function costOf(tokensIn: number, tokensOut: number, price: ModelPrice = { input: 0, output: 0 }): number {
  return (tokensIn * price.input + tokensOut * price.output) / 1e6
}

/** Budgets over a ledger. Calls that are on their way count with what they may use at most. */
export function createBudgets({ ledger, now }: { readonly ledger: Ledger; readonly now: () => number }): Budgets {
  const open = new Map<string, { tokens: number; cost: number }>()
  return {
    reserve({ workspace, purpose, budget = {}, amount }) {
      const key = JSON.stringify([workspace, purpose])
      const reserved = open.get(key) ?? { tokens: 0, cost: 0 }
      const { day, month } = budgetPeriods(now())
      const periods = [
        ['day', day, budget.tokensPerDay, budget.costPerDay],
        ['month', month, budget.tokensPerMonth, budget.costPerMonth],
      ] as const
      for (const [period, since, tokens, cost] of periods) {
        if (tokens === undefined && cost === undefined) continue
        const spent = ledger.spent(workspace, purpose, since)
        for (const [unit, limit] of [
          ['tokens', tokens],
          ['cost', cost],
        ] as const)
          if (limit !== undefined && spent[unit] + reserved[unit] + amount[unit] > limit)
            throw new LanguageError(
              'over-budget',
              `This would use more than the budget of the ${period} for this purpose. Wait for the next ${period}, or raise the budget in the configuration.`,
              { purpose, period, unit, limit, spent: spent[unit] },
            )
      }
      reserved.tokens += amount.tokens
      reserved.cost += amount.cost
      open.set(key, reserved)
      let released = false
      return {
        release() {
          if (released) return
          released = true
          reserved.tokens -= amount.tokens
          reserved.cost -= amount.cost
        },
      }
    },
  }
}
