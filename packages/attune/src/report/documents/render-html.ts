import { htmlText } from '../../protect/rights/html-text.ts'
import { documentTexts } from './document-texts.ts'
import type { Cell, ReportDocument, ReportNumber, ReportSentence, ReportTable } from './report-document.ts'
import { figureSvg } from './svg/figure-svg.ts'
import { writeNumber } from './write-number.ts'

const style = `
@page{size:A4;margin:16mm}
body{font:15px/1.55 Inter,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1a1c1e;background:#fff;max-width:178mm;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid #e4e2dc;padding-bottom:.25rem}
.meta{color:#63676c;font-size:.85rem;margin:0 0 1rem}.summary{background:#f4f7f7;border-left:3px solid #0b6873;padding:.5rem 1rem}
table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.75rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0}th,td{text-align:left;padding:.3rem .5rem .3rem 0;border-bottom:1px solid #eceae5;overflow-wrap:anywhere;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}figure{margin:1rem 0;break-inside:avoid}figcaption{font-weight:600;font-size:.85rem;margin-bottom:.25rem}
svg{max-width:100%;height:auto}
@media print{body{margin:0;padding:0;max-width:none;font-size:11pt}table,figure,.summary{break-inside:avoid}h2{break-after:avoid}}
`

/** A report as one HTML page: charts inline, styles for paper, no scripts, nothing that is loaded from elsewhere. */
export function renderHtml(document: ReportDocument): string {
  const t = documentTexts[document.language]
  const numbers = new Map(document.numbers.map((number) => [number.id, number]))
  const body = document.sections.map(
    ({ title, sentences, tables, figures }) =>
      `<section><h2>${htmlText(title)}</h2>${list(sentences)}${tables.map((table) => tableOf(table, numbers)).join('')}${figures
        .map(
          (figure) =>
            `<figure><figcaption>${htmlText(figure.title)}</figcaption>${figureSvg(figure, numbers)}</figure>`,
        )
        .join('')}</section>`,
  )
  return `<!doctype html>
<html lang="${document.language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${htmlText(document.title)}</title><style>${style}</style></head>
<body><h1>${htmlText(document.title)}</h1>
<p class="meta">${htmlText(t.period(document.from, document.to))} · ${htmlText(t.made(document.createdAt))}</p>
<div class="summary">${document.summary.map(({ text }) => `<p>${htmlText(text)}</p>`).join('')}</div>
<p class="meta">${htmlText(t.written(document.written))}</p>
${body.join('\n')}
<p class="meta">${htmlText(t.how)}</p></body></html>
`
}

const list = (sentences: readonly ReportSentence[]): string =>
  sentences.length === 0 ? '' : `<ul>${sentences.map(({ text }) => `<li>${htmlText(text)}</li>`).join('')}</ul>`

const isNumber = (cell: Cell | undefined): boolean => cell !== undefined && 'number' in cell

function tableOf({ title, columns, rows }: ReportTable, numbers: ReadonlyMap<string, ReportNumber>): string {
  const write = (cell: Cell): string => {
    const number = 'number' in cell ? numbers.get(cell.number) : undefined
    return number === undefined ? ('text' in cell ? cell.text : '–') : writeNumber(number)
  }
  const head = columns.map((name, at) => `<th${isNumber(rows[0]?.[at]) ? ' class="n"' : ''}>${htmlText(name)}</th>`)
  const lines = rows.map(
    (row) =>
      `<tr>${row.map((cell) => `<td${isNumber(cell) ? ' class="n"' : ''}>${htmlText(write(cell))}</td>`).join('')}</tr>`,
  )
  return `<table><caption>${htmlText(title)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`
}
