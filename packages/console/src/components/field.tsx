import { type InputHTMLAttributes, useId } from 'react'

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'id'> {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong with it, in place of the hint. */
  readonly wrong?: string | undefined
  readonly value: string
  readonly onText: (text: string) => void
}

/** A labelled line of text with its hint. */
export function Field({ label, hint, wrong, value, onText, className = 'input', ...rest }: FieldProps) {
  const id = useId()
  const told = wrong ?? hint
  return (
    <div className="field mt3">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        className={className}
        aria-describedby={told === undefined ? undefined : `${id}hint`}
        aria-invalid={wrong !== undefined}
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
      {told === undefined ? null : (
        <span className={wrong === undefined ? 'hint' : 'hint bad'} id={`${id}hint`}>
          {told}
        </span>
      )}
    </div>
  )
}
