import { useState } from 'react'
import { Icon } from './icon.tsx'

/** Only what a browser loads without running it: web addresses, our own paths and pictures inside the address. */
const loadable = /^(https?:\/\/|\/(?!\/)|\.\/|data:image\/)/i

/** An item's picture, or a quiet sign where there is none. Decorative: the title stands beside it. */
export function Picture({
  source,
  size = '',
}: {
  readonly source: string | null
  readonly size?: '' | 'large' | 'huge'
}) {
  const [failed, setFailed] = useState<string>()
  const usable = source !== null && source !== failed && loadable.test(source)
  return (
    <div className={`pic ${size}`} aria-hidden="true">
      {usable ? (
        <img src={source} alt="" loading="lazy" referrerPolicy="no-referrer" onError={() => setFailed(source)} />
      ) : (
        <Icon name="picture" />
      )}
    </div>
  )
}
