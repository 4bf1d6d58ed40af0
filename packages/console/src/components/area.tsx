import { type TextareaHTMLAttributes, useId } from 'react'

export interface AreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value' | 'id'> {
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  readonly onText: (text: string) => void
}

/** A labelled text of several lines with its hint. */
export function Area({ label, hint, value, onText, rows = 3, className = 'input', ...rest }: AreaProps) {
  const id = useId()
  return (
    <div className="field mt3">
      <label htmlFor={id}>{label}</label>
      <textarea
        {...rest}
        id={id}
        rows={rows}
        className={className}
        aria-describedby={hint === undefined ? undefined : `${id}hint`}
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
      {hint === undefined ? null : (
        <span className="hint" id={`${id}hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}
