import type { PrivacyReport } from '../../api/schemas/privacy.ts'
import { type Purpose, purposes, purposeTexts } from '../consent/purposes.ts'
import { heldTable, nameOf } from './held-table.ts'
import { htmlText } from './html-text.ts'
import { type RecordLanguage, recordTexts, regimeTexts } from './record-texts.ts'

type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

export type RecordFormat = 'html' | 'md'

/**
 * The record of processing activities that a data-protection officer keeps, from what is really held: a page without scripts,
 * or Markdown.
 *
 * @param modelHosts machines outside that run language models
 */
export function recordOfProcessing(
  report: PrivacyReport,
  language: RecordLanguage,
  format: RecordFormat,
  modelHosts: readonly string[],
): string {
  const t = recordTexts[language]
  const blocks = blocksOf(report, language, modelHosts)
  return format === 'md' ? asMarkdown(t.title, blocks) : asHtml(t.title, blocks, language)
}

function blocksOf(report: PrivacyReport, language: RecordLanguage, modelHosts: readonly string[]): readonly Block[] {
  const t = recordTexts[language]
  const { controller, consents, requests } = report
  const heading = (text: string): Block => ({ kind: 'heading', text })
  const law = (regime: string): string => regimeTexts[regime]?.[language] ?? regime
  const ofSources = report.sources.flatMap(({ name, title, regime }) =>
    regime === null ? [] : [`${title === '' ? name : `${title} (${name})`}${t.colon}${law(regime)}`],
  )
  const used = new Set<Purpose>(report.held.flatMap((one) => one.purposes))
  const table = heldTable(report, language)
  const withFields = report.held.filter(({ fields }) => fields.length > 0)
  const named = (fields: PrivacyReport['held'][number]['fields'], sealed: boolean): string =>
    fields
      .filter((field) => field.sealed === sealed)
      .map(({ field }) => field)
      .join(', ')
  return [
    { kind: 'text', text: t.basis },
    { kind: 'text', text: `${t.written}${t.colon}${report.writtenAt}` },
    heading(t.controller),
    {
      kind: 'table',
      head: [],
      rows: [
        [t.name, controller.name || t.unsaid],
        [t.contact, controller.contact || t.unsaid],
        [t.officer, controller.officer || t.unsaid],
      ],
    },
    heading(t.subjects),
    { kind: 'list', lines: t.subjectList },
    heading(t.purposes),
    {
      kind: 'table',
      head: [t.purpose, t.description, t.granted, t.denied],
      rows: purposes
        .filter((purpose) => used.has(purpose) || consents[purpose] !== undefined)
        .map((purpose) => [
          purposeTexts[purpose].title[language],
          purposeTexts[purpose].description[language],
          String(consents[purpose]?.granted ?? 0),
          String(consents[purpose]?.denied ?? 0),
        ]),
    },
    { kind: 'text', text: `${t.unsaidLaw}${t.colon}${law(report.regime)}` },
    ...(ofSources.length === 0
      ? []
      : [
          { kind: 'text', text: `${t.sourceLaws}${t.colon.trim()}` } as const,
          { kind: 'list', lines: ofSources } as const,
        ]),
    heading(t.held),
    { kind: 'table', head: table.head, rows: table.rows },
    heading(t.fields),
    {
      kind: 'table',
      head: [t.what, t.from, t.open, t.sealed],
      rows: withFields.map((one) => [
        nameOf(one, language),
        one.source ?? '',
        named(one.fields, false),
        named(one.fields, true),
      ]),
    },
    heading(t.recipients),
    { kind: 'list', lines: t.recipientList(modelHosts) },
    heading(t.security),
    { kind: 'list', lines: t.securityList },
    heading(t.requests),
    { kind: 'text', text: t.requestLine(requests.open, requests.overdue, requests.done) },
  ]
}

function asHtml(title: string, blocks: readonly Block[], language: RecordLanguage): string {
  const cells = (row: readonly string[], tag: 'td' | 'th'): string =>
    `<tr>${row.map((cell) => `<${tag}>${htmlText(cell)}</${tag}>`).join('')}</tr>`
  const htmlOf = (block: Block): string => {
    switch (block.kind) {
      case 'heading':
        return `<h2>${htmlText(block.text)}</h2>`
      case 'text':
        return `<p>${htmlText(block.text)}</p>`
      case 'list':
        return `<ul>${block.lines.map((line) => `<li>${htmlText(line)}</li>`).join('')}</ul>`
      case 'table':
        if (block.rows.length === 0) return `<p>${recordTexts[language].nothing}</p>`
        return `<table>${block.head.length === 0 ? '' : `<thead>${cells(block.head, 'th')}</thead>`}<tbody>${block.rows.map((row) => cells(row, 'td')).join('\n')}</tbody></table>`
    }
  }
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${htmlText(title)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.25rem .5rem;vertical-align:top;text-align:left;overflow-wrap:anywhere}h2{margin-top:2rem}</style>
<h1>${htmlText(title)}</h1>
${blocks.map(htmlOf).join('\n')}
</html>
`
}

function asMarkdown(title: string, blocks: readonly Block[]): string {
  const plain = (text: string): string => text.replaceAll(/[\\`*_[\]<>|#]/g, '\\$&').replaceAll(/\s+/g, ' ')
  const row = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`
  const markdownOf = (block: Block): string => {
    switch (block.kind) {
      case 'heading':
        return `## ${plain(block.text)}`
      case 'text':
        return plain(block.text)
      case 'list':
        return block.lines.map((line) => `- ${plain(line)}`).join('\n')
      case 'table': {
        const columns = block.rows[0]?.length ?? block.head.length
        const head = block.head.length === 0 ? Array<string>(columns).fill('') : block.head
        return [row(head), `|${'---|'.repeat(columns)}`, ...block.rows.map(row)].join('\n')
      }
    }
  }
  return `# ${plain(title)}\n\n${blocks.map(markdownOf).join('\n\n')}\n`
}
