import type { ReportFigure, ReportNumber } from '../report-document.ts'
import { bars } from './bars.ts'
import { intervalPlot } from './interval-plot.ts'
import { lineWithBand } from './line-with-band.ts'

/** A figure as an SVG document. */
export function figureSvg(figure: ReportFigure, numbers: ReadonlyMap<string, ReportNumber>): string {
  switch (figure.kind) {
    case 'intervals':
      return intervalPlot(figure, numbers)
    case 'bars':
      return bars(figure, numbers)
    case 'line':
      return lineWithBand(figure)
  }
}
