import * as z from 'zod'
import { invalid, notFound } from './api-error.ts'
import { addLabels, createLabel, ensureLabel, findLabel, removeLabel } from './issue-actions.ts'
import { issueOf, read, url, write } from './issue-call.ts'
import { paged, readJson } from './payload.ts'
import { labelsOf, presentLabel } from './present-issue.ts'
import { param, type RepoCall, type RepoRoute } from './router.ts'
import { type Issue, labelRow } from './tables.ts'

const names = z.union([z.object({ labels: z.array(z.string().min(1)) }).transform(({ labels }) => labels), z.array(z.string().min(1))])

function answerLabels({ world, repo }: RepoCall, issue: Issue) {
  return { status: 200, json: labelsOf(world, issue.id).map((label) => presentLabel(world, repo, label)) }
}

const labelInput = z.object({
  name: z.string().min(1).max(50),
  color: z.string().optional(),
  description: z.string().max(100).nullable().optional(),
})

/** Labels of an issue and of a repository. */
export const labelRoutes: RepoRoute[] = [
  {
    method: 'GET',
    pattern: '/issues/:number/labels',
    need: read,
    handle: (input) => {
      const issue = issueOf(input)
      return paged(url(input), input.call, labelsOf(input.world, issue.id), (label) => presentLabel(input.world, input.repo, label))
    },
  },
  {
    method: 'POST',
    pattern: '/issues/:number/labels',
    need: write,
    handle: (input) => {
      const issue = issueOf(input)
      addLabels(input.world, input.repo, issue, readJson(input.call, names), input.login)
      return answerLabels(input, issue)
    },
  },
  {
    method: 'PUT',
    pattern: '/issues/:number/labels',
    need: write,
    handle: (input) => {
      const { world, repo, call, login } = input
      const issue = issueOf(input)
      const wanted = readJson(call, names)
      for (const name of wanted) ensureLabel(world, repo, name)
      const lower = wanted.map((name) => name.toLowerCase())
      for (const { name } of labelsOf(world, issue.id))
        if (!lower.includes(name.toLowerCase())) removeLabel(world, repo, issue, name, login)
      addLabels(world, repo, issue, wanted, login)
      return answerLabels(input, issue)
    },
  },
  {
    method: 'DELETE',
    pattern: '/issues/:number/labels/:name',
    need: write,
    handle: (input) => {
      const issue = issueOf(input)
      removeLabel(input.world, input.repo, issue, param(input.call, 'name'), input.login)
      return answerLabels(input, issue)
    },
  },
  {
    method: 'GET',
    pattern: '/labels',
    need: read,
    handle: (input) => {
      const { world, repo, call } = input
      const labels = world.store.all(labelRow, 'SELECT * FROM labels WHERE repo_id = ? ORDER BY name', repo.id)
      return paged(url(input), call, labels, (label) => presentLabel(world, repo, label))
    },
  },
  {
    method: 'POST',
    pattern: '/labels',
    need: write,
    handle: ({ world, repo, call }) => {
      const { name, color, description } = readJson(call, labelInput)
      if (findLabel(world, repo, name) !== null) throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' })
      if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) throw invalid({ resource: 'Label', code: 'invalid', field: 'color' })
      const label = createLabel(world, repo, { name, color: (color ?? 'ededed').toLowerCase(), description: description ?? null })
      return { status: 201, json: presentLabel(world, repo, label) }
    },
  },
  {
    method: 'GET',
    pattern: '/labels/:name',
    need: read,
    handle: ({ world, repo, call }) => {
      const label = findLabel(world, repo, param(call, 'name'))
      if (label === null) throw notFound()
      return { status: 200, json: presentLabel(world, repo, label) }
    },
  },
]
