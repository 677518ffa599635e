import { beforeAll, describe, expect, it } from 'vitest'
import { validate } from '../../containers/validate/validate.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { generationInput } from '../generation-input.ts'
import { formRequests } from '../unit/request/samples-forms.ts'
import { freeRequests } from '../unit/request/samples-free.ts'
import { failures, makeRepository, tempDir, venv } from './support.ts'

/** One for each platform, one that changes things, one without discovery, and one whose text is hostile to every file format. */
const names = [
  'free-german-quotes',
  'auto-generate-restart',
  'free-lambda-bullets',
  'task-headings',
  'form-checkboxes',
  'free-http',
  'scope-jenkins',
]
const samples = [...formRequests, ...freeRequests].filter((sample) => names.includes(sample.name))

// The virtual environment is made once on a machine that has none, which is mostly downloading.
beforeAll(() => void venv(), 300_000)

describe('bundles of the offline generator', () => {
  it.each(samples)('$name passes every gate with the real tools, and is never healthy when every command fails', async (sample) => {
    const input = generationInput(sample)
    const { files } = await exemplarProvider.generate(input, async () => undefined)
    const url = makeRepository([{ path: 'README.md', mode: '100644', content: '# Care\n' }])
    const report = await validate({
      url,
      bundlePath: `codebundles/${input.plan.slug}`,
      files,
      rehearse: true,
      workDir: tempDir(),
      venv: venv(),
      allowPath: true,
      progress: () => undefined,
    })
    expect(failures(report)).toEqual([])
    expect(report.ok).toBe(true)
    expect(report.rehearsal?.scenarios.map(({ name, met, expectations }) => [name, met, expectations])).toEqual([
      ['everything-fails', 2, 2],
      ['nothing-there', expect.any(Number), 2],
    ])
  })
})
