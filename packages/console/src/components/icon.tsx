const paths = {
  collect: 'M2.5 9.5v3a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-3M8 2.5v7M5 6.8 8 9.8l3-3',
  understand: 'M10.8 5.5a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0M2.8 13.5c.7-2.6 2.7-4 5.2-4s4.5 1.4 5.2 4',
  decide: 'M8 13.5V9M8 9 3.5 4.5M8 9l4.5-4.5M3.5 7.5v-3h3M12.5 7.5v-3h-3',
  deliver: 'M13.5 2.5 7 9M13.5 2.5l-4 11L7 9 2.5 6.5z',
  measure: 'M2 8h3M11 8h3M2 5.5v5M14 5.5v5M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0',
  protect: 'M8 2.200 13 4v4c0 3-2 5-5 6-3-1-5-3-5-6V4z',
  home: 'M2.5 7 8 2.5 13.5 7v6.5h-11z',
  search: 'M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0m-1 3.2 3.3 3.3',
  check: 'm3 8.5 3.3 3.3L13 4.5',
  cross: 'm4 4 8 8M12 4l-8 8',
  warn: 'M8 2.5 14.3 13.5H1.7zM8 6.5v3.2M8 11.5v.2',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M8 7.2v4M8 4.8v.2',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sun: 'M10.8 8a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  print: 'M4.5 5.5v-3h7v3M4.5 11.5h-2v-6h11v6h-2M4.5 9.5h7v4h-7z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5v9l7-4.5z',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3',
  plus: 'M8 3v10M3 8h10',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  edit: 'm3 13 .6-2.6L11 3l2 2-7.4 7.4z',
  exit: 'M6.5 2.5h-4v11h4M6 8h7.5M10.5 5l3 3-3 3',
  picture: 'M2.5 3.5h11v9h-11zM2.5 10.5l3-3 3 3 2-2 3 3M10.5 6.2v.1',
  words: 'M2.500 3.500h11v7.500h-6l-3 2.500v-2.500h-2zM5 6h6M5 8.500h3.500',
  key: 'M8.5 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0h5v2.500M11 8v2',
} as const

export type IconName = keyof typeof paths

/** Decorative: the words beside it say the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="ico" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}

/** The interval as a sign: ends, line, estimate. */
export function Logo() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M1.5 6v8M18.5 6v8M1.5 10h4M14.5 10h4" />
      <circle cx="10" cy="10" r="4.5" fill="currentColor" stroke="none" />
    </svg>
  )
}
