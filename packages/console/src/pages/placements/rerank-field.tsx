import { useId } from 'react'

/** A sentence about a field, and the language that it is in. */
export interface Mistake {
  readonly text: string
  readonly lang: string
}

/** What the server says about a field; undefined where it is right. */
export type Wrong = (field: string) => Mistake | undefined

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly hint?: string
  readonly placeholder?: string
  readonly wrong?: Mistake | undefined
  /** Code or names of fields. */
  readonly mono?: boolean
  /** More than one line. */
  readonly lines?: number
  /** Id of a `datalist` with proposals. */
  readonly list?: string
  readonly onChange: (value: string) => void
}

/** A text with its label, and what is wrong with it or a hint below. */
export function Field({ label, value, hint, placeholder, wrong, mono, lines, list, onChange }: FieldProps) {
  const id = useId()
  const common = {
    id,
    value,
    placeholder,
    className: mono ? 'input mono' : 'input',
    autoComplete: 'off',
    spellCheck: !mono,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': wrong || hint ? `${id}d` : undefined,
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {lines ? (
        <textarea {...common} rows={lines} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...common} list={list} onChange={(event) => onChange(event.target.value)} />
      )}
      <Below id={`${id}d`} wrong={wrong} hint={hint} />
    </div>
  )
}

export interface NumberFieldProps extends Omit<FieldProps, 'lines' | 'mono'> {
  readonly min?: number
  readonly max: number
  readonly step?: string
  readonly optional?: boolean
}

/** A number with its label. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, hint, placeholder, wrong, min = 0, max, step = 'any', optional = false, onChange } = props
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type="number"
        min={min}
        max={max}
        step={step}
        required={!optional}
        placeholder={placeholder}
        value={value}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong || hint ? `${id}d` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <Below id={`${id}d`} wrong={wrong} hint={hint} />
    </div>
  )
}

function Below({
  id,
  wrong,
  hint,
}: {
  readonly id: string
  readonly wrong?: Mistake | undefined
  readonly hint?: string | undefined
}) {
  if (wrong)
    return (
      <span className="hint bad" id={id} lang={wrong.lang}>
        {wrong.text}
      </span>
    )
  return hint ? (
    <span className="hint" id={id}>
      {hint}
    </span>
  ) : null
}

export interface SelectFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [value: Value, text: string])[]
  readonly onChange: (value: Value) => void
}

export function SelectField<Value extends string>({ label, value, options, onChange }: SelectFieldProps<Value>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value as Value)}>
        {options.map(([own, text]) => (
          <option key={own} value={own}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
