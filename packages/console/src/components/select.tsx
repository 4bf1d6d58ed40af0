import { useId } from 'react'

export interface SelectProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly value: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly onValue: (value: string) => void
}

/** A labelled choice of one. */
export function Select({ label, hint, value, options, onValue }: SelectProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        aria-describedby={hint === undefined ? undefined : `${id}hint`}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <span className="hint" id={`${id}hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}
