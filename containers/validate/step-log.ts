import type { Step } from '../../worker/domain/report.ts'

/** Keeps what was done, in the order in which it began, and how long it took. */
export class StepLog {
  readonly #steps: Step[] = []

  get steps(): readonly Step[] {
    return this.#steps
  }

  /** Does `work` and notes its time; `about` says what it works on. */
  async time<T>(name: string, about: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now()
    const step: Step = { name, status: 'ran', about, durationMs: 0 }
    this.#steps.push(step)
    try {
      return await work()
    } finally {
      step.durationMs = Math.round(performance.now() - started)
    }
  }

  skip(name: string, why: string): void {
    this.#steps.push({ name, status: 'skipped', about: why, durationMs: 0 })
  }

  add(step: Step): void {
    this.#steps.push(step)
  }
}
