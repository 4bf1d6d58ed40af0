import type { Estimate } from '../../api/schemas/common.ts'

export type Language = 'en' | 'zh'
export const documentKinds = ['experiment', 'placement', 'month', 'campaign'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** How a number is written: `change` is relative, `points` a difference of shares; both carry their sign. */
export type NumberUnit = 'count' | 'amount' | 'share' | 'change' | 'points' | 'p' | 'decimal' | 'signed'

/** A number of a report. Tables, figures and sentences name it by its id, so that each is written once. */
export interface ReportNumber {
  readonly id: string
  readonly unit: NumberUnit
  readonly value: number
  /** Ends of its 95 % interval, or null where it has none. */
  readonly low: number | null
  readonly high: number | null
}

/** A text, or the id of a number. */
export type Cell = { readonly text: string } | { readonly number: string }

export interface ReportTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface IntervalFigure {
  readonly kind: 'intervals'
  readonly title: string
  /** Rows from top to bottom. */
  readonly rows: readonly { readonly label: string; readonly number: string }[]
  /** Where a dashed line stands, such as 0: no effect. */
  readonly reference: number | null
}

export interface LineFigure {
  readonly kind: 'line'
  readonly title: string
  readonly unit: NumberUnit
  /** From left to right; null where there is nothing that day. */
  readonly points: readonly { readonly label: string; readonly estimate: Estimate | null }[]
  readonly reference: number | null
}

export interface BarsFigure {
  readonly kind: 'bars'
  readonly title: string
  readonly rows: readonly { readonly label: string; readonly number: string }[]
}

export type ReportFigure = IntervalFigure | LineFigure | BarsFigure

/** A sentence with the ids of the numbers that stand in it. */
export interface ReportSentence {
  readonly text: string
  readonly numbers: readonly string[]
}

export const sectionIds = ['numbers', 'changed', 'weak', 'next'] as const
export type SectionId = (typeof sectionIds)[number]

export interface ReportSection {
  readonly id: SectionId
  readonly title: string
  readonly sentences: readonly ReportSentence[]
  readonly tables: readonly ReportTable[]
  readonly figures: readonly ReportFigure[]
}

/** Who wrote the summary: a model, or templates and why. */
export type WrittenBy =
  | { readonly by: 'model'; readonly model: string }
  | { readonly by: 'template'; readonly because: 'asked' | 'no-model' | 'wrong-number' | 'failed' }

/** A report as data; Markdown, HTML and PDF are made of it. */
export interface ReportDocument {
  readonly id: string
  readonly kind: DocumentKind
  readonly subject: string
  readonly language: Language
  readonly title: string
  /** ISO moments; `to` is not included. */
  readonly from: string
  readonly to: string
  readonly createdAt: string
  /** Id of the schedule that had it made; absent where somebody asked for it. */
  readonly schedule?: string | undefined
  readonly numbers: readonly ReportNumber[]
  readonly summary: readonly ReportSentence[]
  readonly written: WrittenBy
  readonly sections: readonly ReportSection[]
}

/** What a report says before somebody wrote its summary. */
export type ReportDraft = Omit<ReportDocument, 'id' | 'createdAt' | 'schedule' | 'written'>
