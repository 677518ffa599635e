import * as z from 'zod'
import type { faultsSchema } from '../forge/faults.ts'

const issueSchema = z.object({ number: z.number(), html_url: z.string(), title: z.string() })
export type ForgeIssue = z.infer<typeof issueSchema>

const summarySchema = z.object({
  branches: z.array(z.string()),
  pullRequests: z.array(z.object({ number: z.number(), head: z.string(), state: z.string(), merged: z.boolean() })),
  merges: z.number(),
  comments: z.number(),
})
export type ForgeSummary = z.infer<typeof summarySchema>

const deliverySchema = z.looseObject({ id: z.number(), guid: z.string(), event: z.string(), status_code: z.number() })
export type ForgeDelivery = z.infer<typeof deliverySchema>

export interface NewIssue {
  owner: string
  repo: string
  title: string
  body: string
  labels: string[]
  login: string
}

interface Repository {
  owner: string
  repo: string
}

/** The forge's own controls: what a person does on github.com, and what a test wants to see or break. */
export class ForgeControl {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/_forge${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} on the forge: ${answer.status} ${text.slice(0, 300)}`)
    return text === '' ? null : JSON.parse(text)
  }

  async openIssue(issue: NewIssue): Promise<ForgeIssue> {
    return issueSchema.parse(await this.#call('POST', '/issues', issue))
  }

  async comment(comment: { owner: string; repo: string; number: number; login: string; body: string }): Promise<void> {
    await this.#call('POST', '/comments', comment)
  }

  /** Branches, pull requests, merges and App comments that belong to one issue. */
  async summary(owner: string, repo: string, issue: number): Promise<ForgeSummary> {
    const all = summarySchema.parse(await this.#call('GET', `/repos/${owner}/${repo}/summary?issue=${issue}`))
    const isOwn = (branch: string) => new RegExp(`issue-${issue}(?!\\d)`).test(branch)
    const pullRequests = all.pullRequests.filter(({ head }) => isOwn(head))
    return { ...all, branches: all.branches.filter(isOwn), pullRequests, merges: pullRequests.filter(({ merged }) => merged).length }
  }

  /** A token of a person, for REST and for git. */
  async tokenOf(login: string): Promise<string> {
    return z.object({ token: z.string() }).parse(await this.#call('POST', `/people/${login}/token`)).token
  }

  /** A review by a person, with comments on lines, through GitHub's own API. */
  async review(at: Repository, pull: number, login: string, review: object): Promise<void> {
    await this.asPerson(login, at, 'POST', `/pulls/${pull}/reviews`, review)
  }

  /** The reviews of a pull request, oldest first. */
  async reviews(at: Repository, pull: number): Promise<{ body: string }[]> {
    return z.array(z.object({ body: z.string() })).parse(await this.asPerson('rex', at, 'GET', `/pulls/${pull}/reviews`))
  }

  /** A call of GitHub's own API below `/repos/<owner>/<repo>`, made by a person. */
  async asPerson(login: string, { owner, repo }: Repository, method: string, path: string, body?: object): Promise<unknown> {
    const headers = { authorization: `Bearer ${await this.tokenOf(login)}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const answer = await fetch(`${this.url}/api/v3/repos/${owner}/${repo}${path}`, init)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} on the forge: ${answer.status} ${text.slice(0, 300)}`)
    return text === '' ? null : JSON.parse(text)
  }

  /** Every delivery, newest first; a status code of 0 is one that was not attempted yet. */
  async deliveries(): Promise<ForgeDelivery[]> {
    return z.array(deliverySchema).parse(await this.#call('GET', '/deliveries'))
  }

  /** Replaces every fault; an empty plan heals everything. */
  async setFaults(faults: z.input<typeof faultsSchema>): Promise<void> {
    await this.#call('PUT', '/faults', faults)
  }

  /** How many more calls the REST faults that were set will hit. */
  async faultsLeft(): Promise<number> {
    const { rest } = z.object({ rest: z.array(z.object({ times: z.number() })) }).parse(await this.#call('GET', '/faults'))
    return rest.reduce((sum, { times }) => sum + times, 0)
  }
}
