/** A text as a literal of SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A path as a literal where DuckDB takes patterns: what it would take as one is put in brackets. `rest` is a pattern. */
export function sqlPattern(path: string, rest = ''): string {
  return sqlText(path.replace(/[*?[]/g, '[$&]') + rest)
}
