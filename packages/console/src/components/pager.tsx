import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'

export interface PagerProps {
  /** Cursors of the pages behind, oldest first; the current page's is the last. */
  readonly trail: readonly string[]
  readonly pageSize: number
  readonly shown: number
  /** Undefined where only the server could count them. */
  readonly total: number | undefined
  readonly next: string | null
  readonly onTrail: (trail: readonly string[]) => void
}

/** Steps through a list page by page, so that no page holds more rows than a browser likes. */
export function Pager({ trail, pageSize, shown, total, next, onTrail }: PagerProps) {
  const { t, f } = useLocale()
  if (total === 0 || (total === undefined && trail.length === 0 && next === null)) return null
  const from = trail.length * pageSize + 1
  return (
    <div className="pager">
      <span>
        {total === undefined
          ? t(commonTexts.rowsShown(f.count(from), f.count(from + shown - 1)))
          : t(commonTexts.rows(f.count(from), f.count(from + shown - 1), f.count(total)))}
      </span>
      <span className="row">
        <button
          type="button"
          className="btn small"
          disabled={trail.length === 0}
          onClick={() => onTrail(trail.slice(0, -1))}
        >
          {t(commonTexts.previous)}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={next === null}
          onClick={() => next !== null && onTrail([...trail, next])}
        >
          {t(commonTexts.next)}
        </button>
      </span>
    </div>
  )
}
