import { type ReactNode, useId } from 'react'

export interface CardProps {
  readonly title: ReactNode
  readonly sub?: ReactNode
  readonly end?: ReactNode
  /** Columns of twelve; all twelve where left out. */
  readonly columns?: 4 | 5 | 6 | 7 | 8
  /** Without padding: for tables that reach the edge. */
  readonly flush?: boolean
  readonly className?: string
  readonly children: ReactNode
}

export function Card({ title, sub, end, columns, flush = false, className = '', children }: CardProps) {
  const id = useId()
  const names = ['card', flush ? 'flush' : '', columns === undefined ? '' : `c${columns}`, className]
  return (
    <section className={names.filter(Boolean).join(' ')} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {sub === undefined ? null : <span className="sub">{sub}</span>}
        {end === undefined ? null : <span className="end">{end}</span>}
      </div>
      {children}
    </section>
  )
}
