import type { CreatedKey } from '../../api/key-types.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Field } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { keyTexts as x } from '../../texts/placement-texts.ts'

export interface SecretShownProps {
  readonly created: CreatedKey
  readonly onClose: () => void
}

/** The text of a new key, this one time. */
export function SecretShown({ created, onClose }: SecretShownProps) {
  const { t } = useLocale()
  return (
    <Sheet title={t(x.secretTitle)} onClose={onClose}>
      <p className="sm soft mt2">{t(x.secretWhy)}</p>
      <Field
        label={`${t(x.secret)} “${created.key.name}”`}
        className="input mono"
        readOnly
        value={created.secret}
        onText={() => {}}
        onFocus={(event) => event.target.select()}
      />
      <div className="row wrap mt4">
        <CopyButton text={created.secret} />
        <button type="button" className="btn primary small" onClick={onClose}>
          {t(x.done)}
        </button>
      </div>
    </Sheet>
  )
}
