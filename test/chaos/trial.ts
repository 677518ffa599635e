import { isTerminal, type StateName } from '../../worker/domain/states.ts'
import { isExactlyOne, review, settle } from '../stack/drive.ts'
import { follow } from '../stack/follow.ts'
import type { ForgeControl } from '../stack/forge-control.ts'
import type { RegistryClient, View } from '../stack/registry-client.ts'
import type { RequestFile } from '../stack/request-file.ts'
import type { ApiCall, Point, Target } from './points.ts'
import { randomNumbers, type Striker } from './strike.ts'

export interface TrialSetting {
  forge: ForgeControl
  reviewer: RegistryClient
  striker: Striker
  limitMs: number
}

export interface TrialResult {
  point: string
  seed: number
  struck: boolean
  good: boolean
  seconds: number
  detail: string
}

/** One issue that is hit by one kill at its point. */
export class Trial {
  readonly point: Point
  readonly seed: number
  readonly #setting: TrialSetting
  readonly #target: Target = { number: 0, pull: null, state: null }
  #strike: Promise<void> | null = null

  constructor(point: Point, seed: number, setting: TrialSetting) {
    this.point = point
    this.seed = seed
    this.#setting = setting
  }

  /** Called for every call that GitHub has done: true when the answer must not arrive, because the caller is dead. */
  async heard(call: ApiCall): Promise<boolean> {
    if (this.#strike !== null || this.#target.number === 0 || this.point.kind !== 'answer' || !this.point.matches(call, this.#target))
      return false
    await this.#hit()
    return true
  }

  #hit(): Promise<void> {
    this.#strike ??= this.#setting.striker.strike(randomNumbers(this.seed * 100 + this.#target.number))
    return this.#strike
  }

  #reached(state: StateName): boolean {
    return this.point.kind === 'state' && this.point.states.includes(state)
  }

  /** Opens the issue and sees it through to its end. */
  async run(request: RequestFile): Promise<TrialResult> {
    const { forge, limitMs } = this.#setting
    const begun = Date.now()
    const issue = await forge.openIssue(request)
    this.#target.number = issue.number
    if (this.point.kind === 'opened') await this.#hit()
    const signal = AbortSignal.timeout(limitMs)
    const result = (good: boolean, detail: string) => ({
      point: this.point.name,
      seed: this.seed,
      struck: this.#strike !== null,
      good,
      seconds: (Date.now() - begun) / 1000,
      detail: `#${issue.number} ${detail}`,
    })
    try {
      const address = { owner: request.owner, repo: request.repo, number: issue.number }
      const view = await this.#follow(address, signal)
      const end = await settle(this.#setting, address, view, begun)
      return result(
        isExactlyOne(end),
        `${end.outcome}${end.reason === null ? '' : `: ${end.reason}`}, ${end.branches} branch, ${end.pullRequests} pull, ${end.merges} merge`,
      )
    } catch (error) {
      return result(
        false,
        `in ${this.#target.state ?? 'no state'} after ${limitMs / 1000} s: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  async #follow(address: { owner: string; repo: string; number: number }, signal: AbortSignal): Promise<View> {
    const ends: View[] = []
    const onView = async (view: View) => {
      this.#target.state = view.summary.state
      this.#target.pull = view.summary.pull?.number ?? null
      if (this.#reached(view.summary.state)) void this.#hit()
      await this.#strike
      if (isTerminal(view.summary.state)) ends.push(view)
      else await review(this.#setting.reviewer, address, view)
      return ends.length > 0
    }
    const onEvent = (_: unknown, state: StateName) => {
      this.#target.state = state
      if (this.#reached(state)) void this.#hit()
    }
    await follow(this.#setting.reviewer, address, { onEvent, onView }, signal, 100)
    const [end] = ends
    if (!end) throw new Error('the issue was followed to no end')
    return end
  }
}
