import { expect, it } from 'vitest'
import { createCursorProvider } from '../../worker/generation/cursor/provider.ts'
import type { GenerationInput } from '../../worker/pipeline/ports.ts'
import { generationInput } from '../generation-input.ts'

/** How the provider behaves is tested in Node against the double; this shows that workerd has all that it is made of. */

const run = { id: 'run-1', agentId: 'bc-1', status: 'FINISHED', createdAt: '', updatedAt: '' }
const git = { branches: [{ repoUrl: 'github.com/care/bundles', branch: 'cursor/x-1' }] }
const answers: Record<string, unknown> = {
  'POST /v1/agents': { agent: { id: 'bc-1' }, run: { ...run, git } },
  'GET /usage': { totalUsage: { inputTokens: 5, outputTokens: 7, cacheWriteTokens: 0, cacheReadTokens: 0, totalTokens: 12 }, runs: [] },
}

function inputOf(): GenerationInput {
  const issue = {
    title: 'Kubernetes PVC health',
    labels: ['codebundle:generate'],
    body: 'Check that PVCs in a Kubernetes namespace are bound.',
  }
  const collection = { owner: 'care', repo: 'bundles', defaultBranch: 'main', url: 'https://github.com/care/bundles.git' }
  return generationInput(issue, { author: 'registry', collection })
}

it('drafts with a Cursor agent inside workerd', async () => {
  const input = inputOf()
  const file = { path: `codebundles/${input.plan.slug}/runbook.robot`, mode: '100644' as const, content: 'x\n' }
  const asked: string[] = []
  const provider = createCursorProvider({
    apiKey: 'key_1',
    model: null,
    fetch: async (url, init) => {
      const request = new Request(url, init)
      const { pathname } = new URL(request.url)
      asked.push(`${request.method} ${pathname} ${request.headers.get('authorization')}`)
      return Response.json(answers[pathname.endsWith('/usage') ? 'GET /usage' : `${request.method} ${pathname}`])
    },
    now: () => 0,
    wait: async () => undefined,
    readBranch: async () => [file],
    deleteBranch: async () => undefined,
  })
  const output = await provider.generate(input, async () => undefined)
  expect(output).toMatchObject({ files: [file], provider: 'cursor', model: null, usage: { inputTokens: 5, outputTokens: 7 } })
  expect(asked).toEqual(['POST /v1/agents Bearer key_1', expect.stringMatching(/^GET \/v1\/agents\/bc-[0-9a-f-]{36}\/usage Bearer key_1$/)])
})
