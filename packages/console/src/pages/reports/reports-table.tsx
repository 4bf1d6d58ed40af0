import type { ReportEntry } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { reportLanguageNames, reportTexts as x } from '../../texts/report-texts.ts'
import { daysOf } from './days-of.ts'

/** Reports that are kept, newest first. */
export function ReportsTable({ reports }: { readonly reports: readonly ReportEntry[] }) {
  const { t, f } = useLocale()
  if (reports.length === 0)
    return (
      <Card title={t(x.none)}>
        <div className="empty">
          <p>{t(x.noneWhy)}</p>
        </div>
      </Card>
    )
  const writer = ({ written }: ReportEntry) =>
    written.by === 'model' ? x.byModel : written.because === 'wrong-number' ? x.blocked : x.byTemplate
  return (
    <Card title={t(x.kept)} sub={f.count(reports.length)} flush>
      <div className="scroll">
        <table className="table fold">
          <thead>
            <tr>
              <th scope="col">{t(x.report)}</th>
              <th scope="col">{t(x.of)}</th>
              <th scope="col">{t(x.days)}</th>
              <th scope="col">{t(x.language)}</th>
              <th scope="col" className="opt">
                {t(x.writtenBy)}
              </th>
              <th scope="col" className="num">
                {t(x.made)}
              </th>
            </tr>
          </thead>
          <tbody>
            {reports.map((report) => (
              <tr key={report.id}>
                <th scope="row" lang={report.language === 'zh' ? 'zh-CN' : 'en'}>
                  <a className="break" href={href(['reports', report.id])}>
                    {report.title}
                  </a>
                </th>
                <td data-label={t(x.of)}>{t(x[report.kind])}</td>
                <td data-label={t(x.days)} className="nowrap">
                  {f.dayRange(...daysOf(report))}
                </td>
                <td data-label={t(x.language)}>{reportLanguageNames[report.language]}</td>
                <td data-label={t(x.writtenBy)} className="opt">
                  {t(writer(report))}
                </td>
                <td data-label={t(x.made)} className="num lead">
                  {f.ago(Date.parse(report.createdAt))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
