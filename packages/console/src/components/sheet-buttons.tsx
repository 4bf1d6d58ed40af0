import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import type { Text } from '../texts/text.ts'

export interface SheetButtonsProps {
  /** What the form does. */
  readonly submit: Text
  readonly disabled: boolean
  readonly onCancel: () => void
}

/** How a form in a sheet ends: do it, or leave. */
export function SheetButtons({ submit, disabled, onCancel }: SheetButtonsProps) {
  const { t } = useLocale()
  return (
    <div className="row wrap mt4">
      <button type="submit" className="btn primary" disabled={disabled}>
        {t(submit)}
      </button>
      <button type="button" className="btn quiet" onClick={onCancel}>
        {t(commonTexts.cancel)}
      </button>
    </div>
  )
}
