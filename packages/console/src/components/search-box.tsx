import { useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

export interface SearchBoxProps {
  readonly label: string
  readonly value: string
  /** Called when the reader has stopped typing for a moment. */
  readonly onSearch: (text: string) => void
}

export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text), 200)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <div className="search-box">
      <Icon name="search" />
      <input
        className="input"
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  )
}
