import type { Estimate } from '../../api/schemas/common.ts'
import type { Cell, NumberUnit, ReportNumber, ReportSentence } from './report-document.ts'
import { writeNumber } from './write-number.ts'

/** Collects the numbers of a report while it is put together. */
export interface NumberBook {
  /**
   * Keeps a number under an id that no other has, and returns the id. A number that is none (a rate of nothing) is kept by
   * nobody: undefined.
   */
  add(id: string, unit: NumberUnit, value: number | Estimate | null | undefined): string | undefined
  /** A cell with the number, or a dash where there is none. */
  cell(id: string, unit: NumberUnit, value: number | Estimate | null | undefined): Cell
  /** A sentence, with the numbers that stand in it; `write` puts a number with its interval. */
  sentence(words: (write: (id: string) => string) => string): ReportSentence
  get(id: string): ReportNumber | undefined
  all(): readonly ReportNumber[]
}

export function numberBook(): NumberBook {
  const numbers = new Map<string, ReportNumber>()
  const book: NumberBook = {
    add(id, unit, given) {
      const known = typeof given === 'number' ? { value: given, low: null, high: null } : given
      if (known === null || known === undefined) return undefined
      const { value, low, high } = known
      if (!Number.isFinite(value)) return undefined
      const bounded = low !== null && high !== null && Number.isFinite(low) && Number.isFinite(high)
      numbers.set(id, { id, unit, value, low: bounded ? low : null, high: bounded ? high : null })
      return id
    },
    cell(id, unit, value) {
      const kept = book.add(id, unit, value)
      return kept === undefined ? { text: '–' } : { number: kept }
    },
    sentence(words) {
      const used = new Set<string>()
      const text = words((id) => {
        const number = numbers.get(id)
        if (number === undefined) return '–'
        used.add(id)
        return writeNumber(number)
      })
      return { text, numbers: [...used] }
    },
    get: (id) => numbers.get(id),
    all: () => [...numbers.values()],
  }
  return book
}
