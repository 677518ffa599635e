import { expect, it } from 'vitest'
import { GitHubError, NotYet, nothingSpent, type Waiting } from '../../../worker/domain/failure.ts'
import { consumeIssueJob, type JobPorts, leaveWork } from '../../../worker/pipeline/job-consumer.ts'
import type { JobInput, JobReport } from '../../../worker/pipeline/job-messages.ts'
import type { GenerationInput, GenerationOutput, GitHubPort, RegistryPort } from '../../../worker/pipeline/ports.ts'
import { generationInput } from '../../generation-input.ts'

const {
  closest: _closest,
  collection: _collection,
  ...generation
} = generationInput({
  title: 'pods',
  labels: ['codebundle:generate'],
  body: '1. Find Kubernetes pods that restart',
})
const path = `codebundles/${generation.plan.slug}/README.md`
const repository = { installationId: 1, repositoryId: 2, owner: 'care', repo: 'bundles' }
const output: GenerationOutput = {
  files: [{ path, mode: '100644', content: 'new\n' }],
  ...{ provider: 'cursor', model: null, costMicros: null, notes: [] },
}

/** Ports that write down what they are asked; `generate` answers for the provider. */
function world(
  generate: (input: GenerationInput) => Promise<GenerationOutput>,
  more: { waiting?: Waiting; branchFails?: GitHubError } = {},
) {
  const asked: string[] = []
  const reports: JobReport[] = []
  const left: unknown[] = []
  const onBranch = [{ path, mode: '100644' as const, content: 'by a person\n' }]
  const { waiting, branchFails } = more
  const input: JobInput = {
    ...{ kind: 'generate', repository, fence: 3, coverage: [] },
    published: { written: onBranch, files: onBranch, humanHead: 'a'.repeat(40) },
    generation: { ...generation, ...(waiting === undefined ? {} : { waiting }) },
  }
  const github: Pick<GitHubPort, 'defaultBranch' | 'readText' | 'readFiles'> = {
    defaultBranch: async () => {
      asked.push('defaultBranch')
      if (branchFails !== undefined) throw branchFails
      return { name: 'main', sha: 'b'.repeat(40) }
    },
    readText: async () => {
      asked.push('readText')
      return null
    },
    readFiles: async () => {
      asked.push('readFiles')
      return onBranch
    },
  }
  const registry: Pick<RegistryPort, 'closest'> = {
    closest: async () => {
      asked.push('closest')
      return []
    },
  }
  const issue = {
    begin: async () => input,
    alive: async () => true,
    report: async (_fence: number, report: JobReport) => void reports.push(report),
    leaves: async (run: string) => (run === 'wanted' ? null : repository),
  }
  const provider: JobPorts['provider'] = {
    name: 'p',
    generate,
    leave: async (work) => {
      left.push(work)
      return nothingSpent
    },
  }
  const ports = { issue: () => issue, github, registry, provider, cloneUrl: () => 'https://forge.test/care/bundles.git' }
  return { ports: ports as unknown as JobPorts, asked, reports, left }
}

const message = { type: 'issue', key: '2#1', kind: 'generate', fence: 3 } as const
const waiting: Waiting = { provider: 'cursor', since: 5, memory: { run: 'run-1' } }

it('reports a draft that is made elsewhere as postponed, with what its provider wants to be told', async () => {
  const { ports, reports } = world(async () => Promise.reject(new NotYet(9_000, waiting)))
  await consumeIssueJob(message, ports)
  expect(reports).toEqual([{ kind: 'postponed', afterMs: 9_000, waiting }])
})

it('gathers what a draft is made of at the first start, and at a look only what joins it to the commits of people', async () => {
  const looks: (boolean | undefined)[] = []
  const generate = async (input: GenerationInput) => {
    looks.push(input.isLook)
    return output
  }
  const [first, look] = [world(generate), world(generate, { waiting })]
  await consumeIssueJob(message, first.ports)
  await consumeIssueJob(message, look.ports)
  expect(looks).toEqual([undefined, true])
  expect(first.asked).toEqual(['defaultBranch', 'closest', 'readText', 'readText', 'readFiles'])
  expect(look.asked).toEqual(['defaultBranch', 'readFiles'])
  expect(look.reports).toEqual(first.reports)
  expect(look.reports[0]).toMatchObject({
    kind: 'generated',
    output: { changed: expect.arrayContaining([path]), written: expect.arrayContaining(output.files) },
  })
})

it('hands on how long a service asks to be left alone', async () => {
  const { ports, reports } = world(async () => Promise.reject(new GitHubError('slow', 'Slow down.', 'later', 60_000)))
  await consumeIssueJob(message, ports)
  expect(reports).toMatchObject([{ kind: 'failed', retry: 'later', retryAfterMs: 60_000 }])
})

it('ends work that nobody waits for, also where the repository is gone, and leaves alone what is wanted', async () => {
  const never = async () => Promise.reject(new Error('not asked'))
  const { ports, left } = world(never)
  await leaveWork({ type: 'leave', key: '2#1', run: 'wanted' }, ports)
  await leaveWork({ type: 'leave', key: '2#1', run: '2#1/1/1' }, ports)
  expect(left).toMatchObject([{ run: '2#1/1/1', collection: { defaultBranch: 'main' } }])
  const gone = world(never, { branchFails: new GitHubError('gone', 'Gone.', 'never') })
  await leaveWork({ type: 'leave', key: '2#1', run: '2#1/1/1' }, gone.ports)
  expect(gone.left).toHaveLength(1)
  const busy = world(never, { branchFails: new GitHubError('busy', 'Busy.', 'later') })
  await expect(leaveWork({ type: 'leave', key: '2#1', run: '2#1/1/1' }, busy.ports)).rejects.toThrow('Busy.')
  expect(busy.left).toEqual([])
})
