import type { Shape } from './words.ts'

/** Line drawings on a 100 × 100 field: `C` body colour, `D` its shade. */
const drawings: Readonly<Record<Shape, string>> = {
  pot: '<path d="M28 46h42c2 20-6 32-21 32S26 66 28 46z" fill="C"/><path d="M70 50c12-2 14 16-2 18" fill="none" stroke="C" stroke-width="4"/><path d="M29 52 17 42" stroke="C" stroke-width="6" stroke-linecap="round"/><path d="M35 46c0-8 28-8 28 0z" fill="D"/><circle cx="49" cy="38" r="3" fill="D"/>',
  cup: '<path d="M30 38h36l-3 32c-1 7-29 7-30 0z" fill="C"/><path d="M66 44c13-1 13 17-2 18" fill="none" stroke="C" stroke-width="4"/><ellipse cx="48" cy="38" rx="18" ry="4" fill="D"/>',
  bowl: '<path d="M20 46h60c0 20-14 30-30 30S20 66 20 46z" fill="C"/><ellipse cx="50" cy="46" rx="30" ry="6" fill="D"/><path d="M40 76h20v4H40z" fill="D"/>',
  book: '<path d="M30 24h38a3 3 0 0 1 3 3v48H33a4 4 0 0 1-4-4V25z" fill="C"/><path d="M30 24h6v51h-3a4 4 0 0 1-4-4V25z" fill="D"/><path d="M45 38h17M45 45h11" stroke="D" stroke-width="2.5"/>',
  pen: '<path d="m72 22 6 6-38 42-12 6 5-13z" fill="C"/><path d="m33 63 7 7-12 6z" fill="D"/><path d="M22 82h52" stroke="D" stroke-width="2"/>',
  lamp: '<path d="M50 20 74 52H26z" fill="C"/><path d="M50 52v26" stroke="D" stroke-width="3.5"/><ellipse cx="50" cy="80" rx="15" ry="3.5" fill="D"/>',
  bag: '<path d="M28 38h44l4 40H24z" fill="C"/><path d="M39 44V32c0-13 22-13 22 0v12" fill="none" stroke="D" stroke-width="3.5"/>',
  bottle:
    '<path d="M43 20h14v12c10 6 12 12 12 20v20a6 6 0 0 1-6 6H37a6 6 0 0 1-6-6V52c0-8 2-14 12-20z" fill="C"/><path d="M43 20h14v8H43z" fill="D"/><path d="M38 54h24v12H38z" fill="D" opacity=".45"/>',
  plant:
    '<path d="M50 62C48 44 36 36 24 36c2 14 12 24 26 26zM50 62c0-20 8-34 22-38 4 18-6 34-22 38zM50 62c-6-16-4-28 2-40 6 14 6 28-2 40z" fill="C"/><path d="M36 60h28l-4 20H40z" fill="D"/>',
  cloth:
    '<path d="M24 40h52v12H24z" fill="D"/><path d="M24 52h52v12H24z" fill="C"/><path d="M24 64h52v12H24z" fill="D" opacity=".7"/><path d="M24 30c10-5 42-5 52 0v10H24z" fill="C"/>',
  box: '<path d="M26 38h48v38H26z" fill="C"/><path d="M23 30h54v10H23z" fill="D"/><path d="M40 52h20v12H40z" fill="D" opacity=".45"/>',
  round:
    '<circle cx="50" cy="52" r="28" fill="C"/><circle cx="50" cy="52" r="18" fill="none" stroke="D" stroke-width="3"/><circle cx="50" cy="52" r="5" fill="D"/>',
  speaker:
    '<rect x="22" y="32" width="56" height="42" rx="4" fill="C"/><circle cx="41" cy="53" r="12" fill="D"/><circle cx="41" cy="53" r="4" fill="C"/><circle cx="66" cy="45" r="4" fill="D"/><path d="M61 62h10" stroke="D" stroke-width="3"/>',
  toy: '<circle cx="50" cy="40" r="16" fill="C"/><path d="M36 30 30 20l12 4zM64 30l6-10-12 4z" fill="D"/><path d="M34 80c0-18 6-26 16-26s16 8 16 26z" fill="C"/><circle cx="44" cy="39" r="2" fill="D"/><circle cx="56" cy="39" r="2" fill="D"/>',
  pan: '<path d="M20 48h46c0 18-8 26-23 26S20 66 20 48z" fill="C"/><path d="m66 50 20-6" stroke="D" stroke-width="5" stroke-linecap="round"/><ellipse cx="43" cy="48" rx="23" ry="4.5" fill="D"/>',
  mat: '<path d="m24 66 14-30h40L64 66z" fill="C"/><path d="m31 66 14-30M57 66l14-30" stroke="D" stroke-width="2.5"/><path d="M24 66h40v5H24z" fill="D"/>',
}

/** A colour moved towards black by a share. */
function darker(colour: string, share: number): string {
  const value = Number.parseInt(colour.slice(1), 16)
  const part = (shift: number): string =>
    Math.round(((value >> shift) & 255) * (1 - share))
      .toString(16)
      .padStart(2, '0')
  return `#${part(16)}${part(8)}${part(0)}`
}

/** A small still life as an SVG data URI: the product's shape in its colour, on paper in the tone of its style. */
export function drawProduct(shape: Shape, colour: string, paper: string): string {
  const body = drawings[shape].replaceAll('"C"', `"${colour}"`).replaceAll('"D"', `"${darker(colour, 0.28)}"`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path fill="${paper}" d="M0 0h100v100H0z"/><path fill="${darker(paper, 0.045)}" d="M0 76h100v24H0z"/><ellipse cx="50" cy="80" rx="27" ry="3.5" fill="${darker(paper, 0.13)}"/>${body}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg).replaceAll('%20', ' ').replaceAll('%3D', '=').replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%22', "'")}`
}
