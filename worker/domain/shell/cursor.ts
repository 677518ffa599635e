/** A place in a text that is read once from left to right. */
export class Cursor {
  at = 0
  /** How many `${` are open. */
  braces = 0
  readonly text: string
  readonly #firstLine: number
  #counted = 0
  #line = 0
  /** Here-documents whose bodies begin after this line. */
  readonly heredocs: { delimiter: string; tabs: boolean }[] = []

  constructor(text: string, firstLine: number) {
    this.text = text
    this.#firstLine = firstLine
  }

  get isDone(): boolean {
    return this.at >= this.text.length
  }

  peek(offset = 0): string {
    return this.text.charAt(this.at + offset)
  }

  startsWith(part: string): boolean {
    return this.text.startsWith(part, this.at)
  }

  /** Matches a sticky expression here; null when it does not fit. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    return pattern.exec(this.text)?.[0] ?? null
  }

  /** Line of the present place. Places only grow, so each newline is counted once. */
  line(): number {
    for (; this.#counted < this.at; this.#counted += 1) if (this.text.charCodeAt(this.#counted) === 10) this.#line += 1
    return this.#firstLine + this.#line
  }

  /** Skips the bodies of the pending here-documents; called just after a newline. */
  skipHeredocs(): void {
    for (const { delimiter, tabs } of this.heredocs.splice(0)) {
      while (!this.isDone) {
        const end = this.text.indexOf('\n', this.at)
        const line = this.text.slice(this.at, end < 0 ? undefined : end)
        this.at = end < 0 ? this.text.length : end + 1
        if ((tabs ? line.replace(/^\t+/, '') : line).trimEnd() === delimiter) break
      }
    }
  }
}
