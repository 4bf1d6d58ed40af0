import type { ReactNode } from 'react'
import type { Resource } from '../api/use-resource.ts'
import type { Text } from '../texts/text.ts'
import { ProblemBanner } from './problem-banner.tsx'
import { Skeleton } from './skeleton.tsx'

export interface LoadedProps<T> {
  readonly resource: Resource<T>
  readonly what?: Text
  readonly rows?: number
  readonly children: (value: T) => ReactNode
}

/** Shows what there is: the value (an old one under a note, where a refresh failed), the problem, or after 300 ms a skeleton. */
export function Loaded<T>({ resource, what, rows = 4, children }: LoadedProps<T>) {
  const { value, problem, slow, at, reload } = resource
  const banner = problem ? (
    <ProblemBanner
      problem={problem}
      {...(what ? { what } : {})}
      lastGood={value === undefined ? undefined : at}
      onRetry={reload}
    />
  ) : null
  if (value === undefined) return banner ?? (slow ? <Skeleton rows={rows} /> : null)
  return (
    <>
      {banner ? (
        <div className="mt1" style={{ marginBottom: 16 }}>
          {banner}
        </div>
      ) : null}
      {children(value)}
    </>
  )
}
