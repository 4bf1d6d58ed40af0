import { CopyButton } from '../../components/copy-button.tsx'
import { Field } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { memberTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** Of `POST /v1/users` and `POST /v1/users/:id/reset`. */
export interface OneTimeLink {
  readonly path: string
  readonly hours: number
}

export interface LinkSheetProps {
  readonly link: OneTimeLink
  readonly onClose: () => void
}

/** A one-time link, to be handed over. */
export function LinkSheet({ link, onClose }: LinkSheetProps) {
  const { t } = useLocale()
  const address = `${location.origin}${link.path}`
  return (
    <Sheet title={t(x.linkTitle)} onClose={onClose}>
      <p className="sm soft mt2">{t(x.linkWhy(`${link.hours}`))}</p>
      <Field
        label={t(x.link)}
        className="input mono"
        readOnly
        value={address}
        onText={() => {}}
        onFocus={(event) => event.target.select()}
      />
      <div className="row wrap mt4">
        <CopyButton text={address} />
        <button type="button" className="btn primary small" onClick={onClose}>
          {t(x.done)}
        </button>
      </div>
    </Sheet>
  )
}
