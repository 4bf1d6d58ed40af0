/** A share from 0 to 1 as a bar; its number stands beside it. */
export function Bar({ share, grey = false }: { readonly share: number; readonly grey?: boolean }) {
  return (
    <div className={grey ? 'bar grey' : 'bar'} aria-hidden="true">
      <i style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
    </div>
  )
}
