import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ReportOrder, reportDocumentSchema } from '../../api/schemas/report-documents.ts'
import { dayName, type TimeRange } from '../time-range.ts'
import { renderHtml } from './render-html.ts'
import { renderMarkdown } from './render-markdown.ts'
import type { ReportDocument } from './report-document.ts'

const reportFormats = ['json', 'md', 'html'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** Of a workspace at most; the oldest go. */
export const mostReports = 200

/**
 * The id of a report: what it is about and which days. The same report made again takes the place of the one before. Nothing of
 * the subject stands in it, so it is a safe name of a file.
 */
export function reportIdOf(
  { kind, subject, language, by }: Pick<ReportOrder, 'kind' | 'subject' | 'language' | 'by'>,
  { from, to, offsetMinutes }: TimeRange,
): string {
  const day = (ms: number): string => dayName(ms, offsetMinutes).replaceAll('-', '')
  const about = createHash('sha256')
    .update(JSON.stringify([kind, subject, by]))
    .digest('hex')
    .slice(0, 12)
  return `${kind}-${day(from)}-${day(to - 1)}-${language}-${about}`
}

/** Reports as files of the data folder: `reports/WORKSPACE/ID.json`, `.md` and `.html`. */
export interface ReportFiles {
  has(workspace: string, id: string): boolean
  /** Newest first. */
  list(workspace: string): readonly ReportDocument[]
  get(workspace: string, id: string): ReportDocument | undefined
  /** Writes all three files, then removes what is over the limit of the workspace. */
  write(workspace: string, document: ReportDocument): void
  /** Removes all but the newest that a schedule made in a language. */
  prune(workspace: string, like: Pick<ReportDocument, 'schedule' | 'language'>, keep: number): void
}

/** @param dataDir where the installation keeps everything */
export function createReportFiles(dataDir: string): ReportFiles {
  const folderOf = (workspace: string): string => join(dataDir, 'reports', workspace)
  const pathOf = (workspace: string, id: string, format: ReportFormat): string =>
    join(folderOf(workspace), `${id}.${format}`)

  function get(workspace: string, id: string): ReportDocument | undefined {
    const path = pathOf(workspace, id, 'json')
    if (!existsSync(path)) return undefined
    // What a stop or a hand left half done is no report.
    const read = reportDocumentSchema.safeParse(parsed(readFileSync(path, 'utf8')))
    return read.success ? (read.data as ReportDocument) : undefined
  }

  function list(workspace: string): readonly ReportDocument[] {
    const folder = folderOf(workspace)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => get(workspace, name.slice(0, -'.json'.length)) ?? [])
      .toSorted((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1))
  }

  function remove(workspace: string, documents: readonly ReportDocument[]): void {
    for (const { id } of documents)
      for (const format of reportFormats) rmSync(pathOf(workspace, id, format), { force: true })
  }

  return {
    get,
    list,
    has: (workspace, id) => existsSync(pathOf(workspace, id, 'json')),
    write(workspace, document) {
      mkdirSync(folderOf(workspace), { recursive: true, mode: 0o700 })
      const put = (format: ReportFormat, text: string): void => {
        const path = pathOf(workspace, document.id, format)
        writeFileSync(`${path}.new`, text, { mode: 0o600 })
        renameSync(`${path}.new`, path)
      }
      put('md', renderMarkdown(document))
      put('html', renderHtml(document))
      // Last: a report is there once its data is.
      put('json', JSON.stringify(document))
      remove(workspace, list(workspace).slice(mostReports))
    },
    prune: (workspace, like, keep) =>
      remove(
        workspace,
        list(workspace)
          .filter(({ schedule, language }) => schedule === like.schedule && language === like.language)
          .slice(keep),
      ),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
