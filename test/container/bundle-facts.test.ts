import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectAll } from '../../containers/inspect/inspect.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle } from './good-bundle.ts'
import { git, makeRepository, tempDir, venv } from './support.ts'

const file = (path: string, content: string): DraftFile => ({ path: `${bundlePath}/${path}`, mode: '100644', content })

async function look(more: DraftFile[], prepare?: (root: string) => void) {
  const url = makeRepository([...goodBundle(), ...more], prepare)
  const { bundles } = await inspectAll({ url, workDir: tempDir(), venv: venv(), allowPath: true })
  const [bundle] = bundles
  if (!bundle) throw new Error('The collection has no bundle.')
  return bundle
}

const codes = (problems: readonly { code: string }[]) => problems.map((problem) => problem.code)

describe('what an inspection says of a bundle besides its Robot files', () => {
  it('the generation rules are read with their qualifiers, names and output', async () => {
    const { discovery } = await look([])
    expect(discovery.rules).toEqual([
      expect.objectContaining({ resourceTypes: ['namespace'], baseName: expect.any(String), qualifiers: expect.any(Array) }),
    ])
    expect(discovery.rules[0]?.outputItems.map((item) => item.type)).toContain('slx')
  })

  it('templates are rendered: their kind and what they provide are known, and one that cannot be rendered says why', async () => {
    const folder = '.runwhen/templates'
    const { discovery, problems } = await look([
      file(`${folder}/a.yaml`, 'kind: {{ kinds.first }}\n'),
      file(
        `${folder}/b.yaml`,
        'kind: Runbook\nspec:\n{% if custom.x %}\n  codeBundle:\n    pathToRobot: codebundles/x/runbook.robot\n  configProvided:\n  - name: NAMESPACE\n    value: {{ n }}\n{% endif %}\n',
      ),
      file(`${folder}/c.yaml`, 'kind: {% if %}\n'),
      file(`${folder}/d.yaml`, '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}'),
    ])
    const facts = discovery.templateFiles.filter((template) => /\/[abcd]\.yaml$/.test(template.file))
    expect(facts.map((template) => [template.kind, template.pathToRobot, template.variables, template.fault])).toEqual([
      ['stub', null, [], null],
      ['Runbook', 'codebundles/x/runbook.robot', ['NAMESPACE'], null],
      [null, null, [], expect.stringContaining('Jinja cannot read')],
      [null, null, [], expect.stringContaining('takes longer than')],
    ])
    expect(codes(problems)).toEqual(['template_invalid', 'template_invalid'])
  })

  it('SKILL-TEMPLATE.md and meta.yaml are hints, and a broken one changes nothing else', async () => {
    const bundle = await look([
      file('SKILL-TEMPLATE.md', '---\nname: x\ndescription: Look: twice\n---\n# X\n'),
      file('meta.yaml', 'kind: CodeBundle\nmetadata:\n  title: Other name\n  tags: [a, b]\n'),
    ])
    expect(bundle.displayName).toBe('Kubernetes Volume Usage')
    expect(bundle.hints).toEqual([
      { file: `${bundlePath}/SKILL-TEMPLATE.md`, title: null, description: null, tags: [], access: null },
      { file: `${bundlePath}/meta.yaml`, title: 'Other name', description: null, tags: ['a', 'b'], access: null },
    ])
    expect(codes(bundle.problems)).toEqual(['hint_invalid'])
  })

  it('what a run left behind is flagged, and test data and templates are not', async () => {
    const left = ['disk_issues.json', 'errors.json.tmp', 'run.log', '.test/terraform/terraform.tfstate', '.test/terraform/terraform.tfvars']
    const meant = ['policy.json', 'known_issues.json', '.test/fixtures/pods_issues.json', '.test/terraform/main.tf', 'x.tfvars.example']
    const bundle = await look([...left, ...meant].map((path) => file(path, 'x')))
    expect(bundle.artifacts).toEqual(left.map((path) => `${bundlePath}/${path}`).sort())
    expect(codes(bundle.problems)).toEqual(left.map(() => 'run_artifact'))
  })

  it('the text of scripts, rules and templates comes with the bundle; that of tests and data does not', async () => {
    const shown = ['check.sh', 'tools/shape.jq', '.runwhen/templates/x.yaml']
    const hidden = ['.test/deploy.sh', 'data.csv', 'tools/.hidden/x.sh']
    const url = makeRepository([...goodBundle(), ...[...shown, ...hidden].map((path) => file(path, `text of ${path}`))])
    const { inspect } = await import('../../containers/inspect/inspect.ts')
    const lines = []
    for await (const line of inspect({ url, workDir: tempDir(), venv: venv(), allowPath: true })) lines.push(line)
    const scripts = lines.find((one) => one.type === 'bundle')?.text.scripts ?? []
    expect(scripts).toEqual(expect.arrayContaining(shown.map((path) => ({ path, content: `text of ${path}` }))))
    expect(scripts.map(({ path }) => path).filter((path) => hidden.includes(path))).toEqual([])
  })

  it('the files are listed with size and mode, relative to the bundle', async () => {
    const bundle = await look([{ ...file('check.sh', 'echo 1\n'), mode: '100755' }])
    expect(bundle.fileList).toContainEqual({ path: 'check.sh', bytes: 7, mode: '100755' })
    expect(bundle.fileList).toHaveLength(bundle.files)
  })
})

describe('a bundle that is too large', () => {
  it('a README of 5 MB is shown by its beginning and said', async () => {
    const large = makeRepository([
      ...goodBundle().filter(({ path }) => !path.endsWith('README.md')),
      file('README.md', 'é'.repeat(2_500_000)),
    ])
    const { inspect } = await import('../../containers/inspect/inspect.ts')
    const lines = []
    for await (const line of inspect({ url: large, workDir: tempDir(), venv: venv(), allowPath: true })) lines.push(line)
    const line = lines.find((one) => one.type === 'bundle')
    expect(line?.text.readme).toBe('é'.repeat(131_072))
    expect(line?.bundle.problems).toEqual([
      expect.objectContaining({ code: 'file_too_large', message: expect.stringContaining('only the first') }),
    ])
  })

  it('ten thousand files, rules and templates are bounded and said', { timeout: 60_000 }, async () => {
    const bundle = await look([], (root) => {
      const folders = ['data', '.runwhen/generation-rules', '.runwhen/templates'].map((folder) => join(root, bundlePath, folder))
      for (const folder of folders) mkdirSync(folder, { recursive: true })
      for (let index = 0; index < 10_000; index += 1) writeFileSync(join(folders[index % 3] ?? '', `file-${index}.yaml`), 'kind: X\n')
      git(root, 'add', '--all')
    })
    expect(bundle.files).toBeGreaterThan(10_000)
    expect(bundle.fileList).toHaveLength(300)
    expect(bundle.discovery.templateFiles).toHaveLength(40)
    expect(codes(bundle.problems)).toEqual(expect.arrayContaining(['many_files', 'too_many_files']))
    expect(JSON.stringify(bundle).length).toBeLessThan(100_000)
  })
})
