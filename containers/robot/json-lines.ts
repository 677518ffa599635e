import type { ChildResult } from '../run-child.ts'

/** The JSON values that a program printed, one a line; undefined for a line that is not JSON. */
export function linesOf(result: ChildResult): unknown[] {
  return result.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line)
      } catch (error) {
        // The last line of a program that was stopped.
        if (error instanceof SyntaxError) return undefined
        throw error
      }
    })
}
