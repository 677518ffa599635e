/** The statements of a migration. Our migrations have no semicolon inside a statement and comments on lines of their own. */
export function splitSqlQuery(text: string): string[] {
  return text
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
