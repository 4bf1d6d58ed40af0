import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'

const widths = [
  ['34%', '18%', '12%'],
  ['28%', '24%', '10%'],
  ['40%', '16%', '11%'],
  ['30%', '20%', '9%'],
] as const

/** Rows in the shape of what is coming. */
export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  const { t } = useLocale()
  return (
    <section className="card" aria-busy="true" aria-label={t(commonTexts.loading)}>
      <div className="sk" style={{ width: 180, height: 20 }} />
      <div className="stack mt5">
        {Array.from({ length: rows }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows have nothing else
          <div className="row between" key={i}>
            {widths[i % widths.length]?.map((width) => (
              <div className="sk" key={width} style={{ width }} />
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}
