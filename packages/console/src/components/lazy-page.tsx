import { type ComponentType, useEffect, useState } from 'react'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'
import { Page } from './page.tsx'
import { Skeleton } from './skeleton.tsx'

export interface LazyPageProps<P extends object> {
  /** The same function every time: what it brought is kept. */
  readonly load: () => Promise<ComponentType<P>>
  readonly props: P
}

const loaded = new Map<unknown, unknown>()

/**
 * A page whose code comes when it is first opened: a skeleton after 300 ms, a word and a way out where it does not come. Where
 * several stand in one place each takes a key, or one would stay for the next.
 */
export function LazyPage<P extends object>({ load, props }: LazyPageProps<P>) {
  const [Shown, setShown] = useState<ComponentType<P> | undefined>(
    () => loaded.get(load) as ComponentType<P> | undefined,
  )
  const [slow, setSlow] = useState(false)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (Shown !== undefined) return
    let gone = false
    const late = setTimeout(() => setSlow(true), 300)
    load().then(
      (page) => {
        loaded.set(load, page)
        if (!gone) setShown(() => page)
      },
      () => {
        if (!gone) setFailed(true)
      },
    )
    return () => {
      gone = true
      clearTimeout(late)
    }
  }, [load, Shown])
  if (Shown !== undefined) return <Shown {...props} />
  if (failed) return <NotLoaded />
  return slow ? <Skeleton rows={6} /> : null
}

function NotLoaded() {
  const { t } = useLocale()
  return (
    <Page title={t(commonTexts.notLoaded)} sub={t(commonTexts.pageNotLoaded)}>
      <button type="button" className="btn" onClick={() => location.reload()}>
        {t(commonTexts.reloadPage)}
      </button>
    </Page>
  )
}
