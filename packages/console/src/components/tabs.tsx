import type { ReactNode } from 'react'

export interface TabsProps {
  readonly label: string
  readonly tabs: readonly {
    readonly id: string
    readonly text: string
    readonly address: string
    readonly badge?: ReactNode
  }[]
  readonly current: string
}

/** The parts of a page, each with an address of its own. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ id, text, address, badge }) => (
        <a key={id} href={address} aria-current={id === current ? 'page' : undefined}>
          {text}
          {badge}
        </a>
      ))}
    </nav>
  )
}
