import { signInTexts as x } from '../texts/access-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import { Field } from './field.tsx'

export interface NewPasswordFieldProps {
  readonly value: string
  readonly onText: (text: string) => void
}

/** Where a password is chosen: the browser may offer one, and how long it must be is said beforehand. */
export function NewPasswordField({ value, onText }: NewPasswordFieldProps) {
  const { t } = useLocale()
  return (
    <Field
      label={t(x.newPassword)}
      hint={t(x.passwordHint)}
      type="password"
      autoComplete="new-password"
      required
      minLength={12}
      value={value}
      onText={onText}
    />
  )
}
