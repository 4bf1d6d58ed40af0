import type { ReportList, ReportView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { saveFile } from '../../components/save-file.ts'
import { href } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { reportTexts as x } from '../../texts/report-texts.ts'
import { daysOf } from './days-of.ts'
import { ReportFigure } from './report-figure.tsx'
import { ReportTable } from './report-table.tsx'

const formats = { md: 'Markdown', html: 'HTML', pdf: 'PDF' } as const

/** One report: who wrote its summary, its sections with tables and charts, and its files. */
export function ReportPage({ id }: { readonly id: string }) {
  const { t, f } = useLocale()
  const report = useResource<ReportView>(paths.report(id, 'json'))
  const { value, problem } = report
  useDetail(value?.title)
  if (value === undefined && problem?.code === 'unknown-report')
    return (
      <Page title={t(x.missing)} sub={t(x.missingHelp)}>
        <a className="btn" href={href(['reports'])}>
          {t(x.back)}
        </a>
      </Page>
    )
  return (
    <Page
      title={value?.title ?? t(x.report)}
      {...(value && {
        sub: t(x.period(f.dayRange(...daysOf(value)), f.moment(Date.parse(value.createdAt)))),
      })}
      actions={
        <a className="btn quiet" href={href(['reports'])}>
          {t(x.back)}
        </a>
      }
    >
      <Loaded resource={report} what={x.whatOne} rows={8}>
        {(shown) => <Shown report={shown} />}
      </Loaded>
    </Page>
  )
}

function Shown({ report }: { readonly report: ReportView }) {
  const { t } = useLocale()
  const numbers = new Map(report.numbers.map((number) => [number.id, number]))
  return (
    <div className="stack">
      <Files id={report.id} />
      <WrittenBy written={report.written} />
      <article className="stack" lang={report.language === 'zh' ? 'zh-CN' : 'en'}>
        <Card title={report.language === 'zh' ? x.summary[1] : x.summary[0]}>
          {report.summary.map(({ text }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is its place
            <p key={at} className="mt2 break">
              {text}
            </p>
          ))}
        </Card>
        {report.sections.map(({ id, title, sentences, tables, figures }) => (
          <Card key={id} title={title}>
            {sentences.length === 0 ? null : (
              <ul className="sentences">
                {sentences.map(({ text }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is its place
                  <li key={at} className="break">
                    {text}
                  </li>
                ))}
              </ul>
            )}
            {tables.map((table, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a table is its place
              <ReportTable key={at} table={table} numbers={numbers} />
            ))}
            {figures.map((figure, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a figure is its place
              <ReportFigure key={at} figure={figure} numbers={numbers} />
            ))}
          </Card>
        ))}
      </article>
      <p className="xs muted">{t(x.intervals)}</p>
    </div>
  )
}

/** By whom the summary is; a blocked text stands out. */
function WrittenBy({ written }: { readonly written: ReportView['written'] }) {
  const { t } = useLocale()
  const isBlocked = written.by === 'template' && written.because === 'wrong-number'
  const text = written.by === 'model' ? x.written.model(written.model) : x.written[written.because]
  return (
    <div className={isBlocked ? 'banner warn' : 'banner'}>
      <Icon name={isBlocked ? 'warn' : 'info'} />
      <div className="grow break">{t(text)}</div>
    </div>
  )
}

/** The report as files. */
function Files({ id }: { readonly id: string }) {
  const { t } = useLocale()
  const { client } = useSession()
  const list = useResource<ReportList>(paths.reports)
  const action = useAction(async (format: keyof typeof formats) =>
    saveFile(`${id}.${format}`, await client.file(paths.report(id, format))),
  )
  const pdf = list.value?.pdf
  const offered = (['md', 'html', 'pdf'] as const).filter((format) => format !== 'pdf' || pdf === true)
  return (
    <div>
      <div className="row wrap">
        {offered.map((format) => (
          <button key={format} type="button" className="btn" disabled={action.busy} onClick={() => action.run(format)}>
            {t(x.saveAs(formats[format]))}
          </button>
        ))}
        <span className="sm soft" role="status">
          {action.busy ? t(commonTexts.loading) : ''}
        </span>
      </div>
      {pdf === false ? <p className="sm muted mt2">{t(x.noPdf)}</p> : null}
      {action.problem ? (
        <div className="mt3">
          <ProblemBanner problem={action.problem} what={commonTexts.notDone} />
        </div>
      ) : null}
    </div>
  )
}
