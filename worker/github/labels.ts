import * as z from 'zod'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { isGitHubError } from './classify.ts'
import type { GitHubClient } from './client.ts'

const label = z.object({ name: z.string() })
const labels = z.array(label)
const needs = { issues: 'write' } as const

/** One colour per outcome; every other label of ours is the blue of work under way. */
const colours = new Map([
  ['done', '1a7f37'],
  ['failed', 'cf222e'],
  ['denied', '6e7781'],
  ['cancelled', '6e7781'],
  ['duplicate', '6e7781'],
  ['needs-info', 'bf8700'],
  ['in-review', '8250df'],
  ['paused', 'bf8700'],
])
const usualColour = '0969da'

export interface LabelChange {
  label: string
  managed: readonly string[]
  consumed: readonly string[]
}

/** Puts `label` on the issue and takes the other `managed` and all `consumed` ones off; labels of people stay. Names differ by more than case. */
export async function setLabel(client: GitHubClient, repo: RepositoryRef, issue: number, change: LabelChange): Promise<void> {
  const path = `/issues/${issue}/labels`
  const { data } = await client.inRepository(repo, { method: 'GET', path: `${path}?per_page=100`, needs }, labels)
  const wanted = change.label.toLowerCase()
  if (!data.some((entry) => entry.name.toLowerCase() === wanted)) {
    await ensureLabel(client, repo, change.label)
    await client.inRepository(repo, { method: 'POST', path, needs, body: { labels: [change.label] } }, labels)
  }
  const unwanted = new Set([...change.managed, ...change.consumed].map((name) => name.toLowerCase()))
  unwanted.delete(wanted)
  for (const entry of data.filter((candidate) => unwanted.has(candidate.name.toLowerCase()))) {
    await takeOff(client, repo, `${path}/${encodeURIComponent(entry.name)}`)
  }
}

/** Makes the label in the repository, with its colour, unless it is there. */
async function ensureLabel(client: GitHubClient, repo: RepositoryRef, name: string): Promise<void> {
  try {
    await client.inRepository(repo, { method: 'GET', path: `/labels/${encodeURIComponent(name)}`, needs }, label)
    return
  } catch (error) {
    if (!isGitHubError(error, 'github_not_found')) throw error
  }
  const color = colours.get(name.split(':')[1] ?? '') ?? usualColour
  const body = { name, color, description: 'Set by the CodeCollection registry' }
  try {
    await client.inRepository(repo, { method: 'POST', path: '/labels', needs, body }, label)
  } catch (error) {
    // Made by another issue in between.
    if (!isGitHubError(error, 'github_invalid')) throw error
  }
}

async function takeOff(client: GitHubClient, repo: RepositoryRef, path: string): Promise<void> {
  try {
    await client.inRepository(repo, { method: 'DELETE', path, needs }, z.unknown())
  } catch (error) {
    if (!isGitHubError(error, 'github_not_found')) throw error
  }
}
