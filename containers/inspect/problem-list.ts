import type { Problem } from '../../worker/domain/catalogue.ts'

/** Enough to see what is wrong; a hostile repository cannot make the list grow. */
const maxOfOneCode = 20

/** Collects problems and keeps at most 20 of each code, with a last one that says how many more there were. */
export class ProblemList {
  readonly #kept: Problem[] = []
  readonly #counts = new Map<string, number>()

  add(code: string, message: string, file: string | null = null, line: number | null = null): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count <= maxOfOneCode)
      this.#kept.push({ file, line: line !== null && line > 0 ? line : null, code, message: message.slice(0, 500) })
  }

  list(): Problem[] {
    const more: Problem[] = []
    for (const [code, count] of this.#counts) {
      const left = count - maxOfOneCode
      if (left > 0) more.push({ file: null, line: null, code, message: `${left} more of this kind are not listed.` })
    }
    return [...this.#kept, ...more]
  }
}
