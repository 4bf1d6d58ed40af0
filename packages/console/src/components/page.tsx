import { type ReactNode, useEffect } from 'react'

export interface PageProps {
  readonly title: string
  readonly sub?: ReactNode
  readonly actions?: ReactNode
  readonly before?: ReactNode
  readonly children: ReactNode
}

/** A page: one h1 that says what it is, and the document's title. */
export function Page({ title, sub, actions, before, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Attune`
  }, [title])
  return (
    <>
      <div className="page-head">
        <div
          className={before === undefined ? undefined : 'row'}
          style={before === undefined ? undefined : { gap: 16 }}
        >
          {before}
          <div className={before === undefined ? undefined : 'grow'}>
            <h1>{title}</h1>
            {sub === undefined ? null : <div className="sub">{sub}</div>}
          </div>
        </div>
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </div>
      {children}
    </>
  )
}
