import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPatch } from '../../../worker/domain/patch-policy.ts'
import type { DraftFile } from '../../../worker/domain/sandbox-protocol.ts'
import { exemplarProvider } from '../../../worker/generation/exemplar.ts'
import type { GenerationInput } from '../../../worker/pipeline/ports.ts'
import { generationInput } from '../../generation-input.ts'
import { formRequests } from '../request/samples-forms.ts'
import { freeRequests } from '../request/samples-free.ts'

const samples = [...formRequests, ...freeRequests].filter((sample) => sample.expect.slug !== null)

function inputOf(issue: { title: string; body: string; labels: string[] }, more: Partial<GenerationInput> = {}): GenerationInput {
  return generationInput(issue, { author: 'codecollection-registry', ...more })
}

async function write(input: GenerationInput) {
  const told: string[] = []
  const output = await exemplarProvider.generate(input, async (text) => void told.push(text))
  return { ...output, told, text: (name: string) => output.files.find((file) => file.path.endsWith(name))?.content ?? '' }
}

const claims = {
  title: '[Auto-Generate] Kubernetes PVC usage',
  labels: ['auto-generate-codebundle'],
  body: '**Platform**: Kubernetes\n\n## Tasks\n1. Find claims with high usage; raise an issue at 90 %\n2. Find claims that are not bound',
}

/** What no line of Robot Framework may hold outside an escape: a variable that the bundle does not set. */
function strangeVariables(robot: string): string[] {
  const known = new Set(
    [...robot.matchAll(/(?:Set Suite Variable|\[Arguments\]|\$\{\w+\}=|FOR|AS|RETURN).*/g)].flatMap((line) =>
      [...line[0].matchAll(/[$@&]\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    ),
  )
  const builtIn = ['EMPTY', 'SPACE', 'True', 'False', 'PATH', 'check', 'issue', 'env', 'total', 'score']
  return [...robot.matchAll(/(?<!\\)[$@&%]\{(\w+)/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !known.has(name) && !builtIn.includes(name) && name !== 'HOME')
}

describe('the offline generator', () => {
  it.each(samples)('writes a bundle for $name that the patch policy takes, twice the same', async (sample) => {
    const first = await write(inputOf(sample))
    const second = await write(inputOf(sample))
    expect(second.files).toEqual(first.files)
    expect(checkPatch(first.files, { bundlePath: `codebundles/${sample.expect.slug}` })).toEqual({ ok: true })
    expect(first.costMicros).toBe(0)
    expect(first.told.length).toBe(first.files.length + 1)
    expect(first.notes[0]).toContain('offline')
  })

  it('gives every task of the plan a task in the runbook, a script that exists, and an access tag', async () => {
    const input = inputOf(claims)
    const { files, text } = await write(input)
    const runbook = text('/runbook.robot')
    const scripts = [...runbook.matchAll(/bash_file=(\S+)/g)].map((match) => match[1])
    expect(scripts.length).toBe(input.plan.tasks.length)
    for (const script of scripts) expect(files.find((file) => file.path.endsWith(`/${script}`))?.mode).toBe('100755')
    expect([...runbook.matchAll(/access:read-only/g)].length).toBe(input.plan.tasks.length)
    expect(runbook).toContain(`Find claims that are not bound in Namespace \`\${NAMESPACE}\``)
  })

  it('takes the limit that the request names as default of the setting', async () => {
    expect((await write(inputOf(claims))).text('/runbook.robot')).toMatch(/USAGE_THRESHOLD[\s\S]*default=90/)
  })

  it('says which bundle it is close to, and which tasks no check covers', async () => {
    const input = inputOf(
      { title: 'Azure VM fleet health', labels: ['codebundle:generate'], body: '- juggle the virtual machines' },
      { closest: [{ collection: 'care', slug: 'azure-vm-health', runbook: null, readme: null }] },
    )
    const notes = (await write(input)).notes.join('\n')
    expect(notes).toContain('care/azure-vm-health')
    expect(notes).toMatch(/No ready-made check covers/)
  })

  it.each([
    ['Please set the severity to 3.', /Judged by[^\n]*severity 3/, '/README.md'],
    ['The timeout should be 45 seconds', /timeout_seconds=45/, '/runbook.robot'],
    ['Raise the threshold to 70', /default=70/, '/runbook.robot'],
    ['USAGE_THRESHOLD should be 65 by default', /default=65/, '/runbook.robot'],
    ['rename "Find claims that are not bound" to "Find unbound claims"', /^Find unbound claims in Namespace/m, '/runbook.robot'],
    ['The display name should be "Volume Claim Watch"', /Display Name {4}Volume Claim Watch$/m, '/runbook.robot'],
  ])('reacts to the reviewer who says: %s', async (words, pattern, file) => {
    const before = await write(inputOf(claims))
    const after = await write(inputOf(claims, { round: 2, feedback: [words], previous: before.files }))
    expect(before.text(file)).not.toMatch(pattern)
    expect(after.text(file)).toMatch(pattern)
    expect(after.text('/README.md')).toContain('## Review notes')
    expect(after.notes.join('\n')).toMatch(/files changed against the previous draft/)
  })

  it('adds and removes the SLI on request', async () => {
    const without = await write(inputOf(claims, { feedback: ['please drop the SLI'] }))
    expect(without.files.some((file) => file.path.endsWith('sli.robot'))).toBe(false)
    const withSli = await write(inputOf(claims, { feedback: ['an SLI is missing, add an SLI'] }))
    expect(withSli.files.filter((file) => /sli\.(?:robot|yaml)$/.test(file.path)).length).toBe(2)
  })

  it('leaves out what failed a check and is not needed, and keeps it out in the next attempt', async () => {
    const first = await write(inputOf(claims, { feedback: ['add an SLI'] }))
    const second = await write(
      inputOf(claims, {
        attempt: 2,
        previous: first.files,
        feedback: ['rules/shape codebundles/x/.runwhen/generation-rules/x.yaml:3: not known'],
      }),
    )
    expect(second.files.some((file) => file.path.includes('/.runwhen/'))).toBe(false)
    const third = await write(inputOf(claims, { attempt: 3, previous: second.files }))
    expect(third.files.some((file) => file.path.includes('/.runwhen/'))).toBe(false)
  })

  it('never lets text of a request act in a file, however hostile', { timeout: 120_000 }, async () => {
    const piece = fc.constantFrom(
      `\${NAMESPACE_X}`,
      '@{x}',
      '&{y}',
      '%{Z}',
      '`id`',
      '$(id)',
      '"',
      "'",
      '\\',
      '#',
      '=',
      '|',
      '  ',
      '\n',
      '\t',
      '...',
      '{{ x }}',
      '{% x %}',
      '*** Tasks ***',
      '</script>',
      '<b>',
      'EOF',
      '&&',
      ';',
      '\u202E',
      '\u0000',
      'Check pods',
      'ä',
      '😀',
      ']]>',
      '---',
      ': ',
      '!!python',
    )
    const hostile = fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(
        hostile,
        hostile,
        hostile,
        fc.constantFrom('kubernetes' as const, 'aws' as const, 'azure' as const, 'gcp' as const, 'other' as const),
        async (title, description, feedback, platform) => {
          const base = inputOf(claims)
          const input: GenerationInput = {
            ...base,
            author: title,
            feedback: [feedback],
            plan: {
              ...base.plan,
              platform,
              displayName: title,
              summary: description,
              tasks: [{ title, description, raiseWhen: feedback }],
            },
          }
          const { files, text } = await write(input)
          expect(checkPatch(files, { bundlePath: `codebundles/${input.plan.slug}` })).toEqual({ ok: true })
          expect(strangeVariables(text('/runbook.robot'))).toEqual([])
          expect(text('/runbook.robot').match(/^\*{3} /gm)?.length).toBe(3)
          for (const file of files.filter((candidate: DraftFile) => candidate.path.endsWith('.sh')))
            expect(file.content).not.toMatch(/`id`|\$\(id\)|NAMESPACE_X/)
          for (const file of files.filter((candidate: DraftFile) => candidate.path.endsWith('.yaml')))
            expect(file.content).not.toMatch(/\{\{ x \}\}|\{% x %\}/)
        },
      ),
      { numRuns: 300 },
    )
  })
})
