// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inspect, inspectAll } from '../../containers/inspect/inspect.ts'
import { type Bundle, catalogueSchema } from '../../worker/domain/catalogue.ts'
import type { DraftFile, InspectLine } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle, slug } from './good-bundle.ts'
import { git, makeRepository, tempDir, venv } from './support.ts'

function file(path: string, content: string): DraftFile {
  return { path, mode: '100644', content }
}

async function catalogueOf(files: DraftFile[]) {
  return inspectAll({ url: makeRepository(files), workDir: tempDir(), venv: venv(), allowPath: true })
}

/** The one bundle of a collection that holds this runbook. */
async function bundleWith(runbook: string, more: DraftFile[] = []): Promise<Bundle> {
  const { bundles } = await catalogueOf([file('codebundles/one/runbook.robot', runbook), ...more])
  const [bundle] = bundles
  if (!bundle) throw new Error('The collection has no bundle.')
  return bundle
}

const importing = (steps: string) => `*** Settings ***
Library    RW.Core
Suite Setup    Suite Initialization

*** Tasks ***
Look
    Log    x

*** Keywords ***
Suite Initialization
${steps}
`

describe('inspection of a collection', () => {
  it('the catalogue of a good bundle has every field and fits the schema', async () => {
    const catalogue = await catalogueOf(goodBundle())
    expect(catalogueSchema.parse(catalogue)).toEqual(catalogue)
    expect(catalogue.collection).toMatchObject({ ref: 'main', commit: expect.stringMatching(/^[0-9a-f]{40}$/) })
    expect(catalogue.bundles[0]).toMatchObject({
      slug,
      path: bundlePath,
      treeHash: expect.stringMatching(/^[0-9a-f]{40}$/),
      displayName: 'Kubernetes Volume Usage',
      author: 'ada',
      supports: ['Kubernetes', 'AKS', 'EKS', 'GKE'],
      sli: null,
      services: [],
      readme: true,
      files: 6,
      discovery: { ruleFiles: 1, templates: 2, platforms: ['kubernetes'], resourceTypes: ['namespace'] },
      problems: [],
    })
    expect(catalogue.bundles[0]?.runbook?.tasks).toEqual([
      {
        name: 'Check Volume Usage in Namespace `${NAMESPACE}`',
        documentation: 'Compares the used space of each volume with the threshold and raises an issue above it.',
        tags: ['access:read-only', 'data:metrics', 'volume'],
        access: 'read-only',
        line: 16,
      },
    ])
    expect(catalogue.bundles[0]?.variables).toContainEqual(
      expect.objectContaining({ name: 'THRESHOLD', pattern: '^\\d+$', default: '90', required: false }),
    )
    expect(catalogue.bundles[0]?.variables).toContainEqual(
      expect.objectContaining({ name: 'NAMESPACE', default: null, required: true, files: ['runbook.robot'] }),
    )
    expect(catalogue.bundles[0]?.secrets).toEqual([expect.objectContaining({ name: 'kubeconfig', optional: false })])
  })

  it('only directories with a runbook or an SLI are bundles', async () => {
    const { bundles } = await catalogueOf([
      file('codebundles/has-sli/sli.robot', '*** Tasks ***\nPush\n    Log    1\n'),
      file('codebundles/only-readme/README.md', '# x'),
      file('codebundles/other-robot/clean.robot', '*** Tasks ***\nX\n    Log    1\n'),
      file('codebundles/deep/tests/runbook.robot', '*** Tasks ***\nX\n    Log    1\n'),
      file('codebundles/.rules', 'x'),
    ])
    expect(bundles.map((bundle) => bundle.slug)).toEqual(['has-sli'])
  })

  it('every spelling of an import is found', async () => {
    const bundle = await bundleWith(
      importing(`    \${WITH_PREFIX}=    RW.Core.Import User Variable    WITH_PREFIX    type=string    default=\${EMPTY}
    \${BARE} =    Import User Variable    BARE    enum=[kubectl,oc]
    RW.Core.Import User Variable    NO_ASSIGNMENT    default=
    \${HTTP5XX}=    RW.Core.Import User Variable
    ...    HTTP5XX
    ...    description=Text with an \\= sign
    \${lower_case}=    rw.core.import_user_variable    lower_case
    \${MAPPINGS=}    RW.Core.Import User Variable    MAPPINGS=
    IF    True
        FOR    \${i}    IN    1
            TRY
                RW.Core.Import User Variable    NESTED
            EXCEPT
                Run Keyword If    True    RW.Core.Import User Variable    RUN_BY_KEYWORD    default=x    ELSE    Log    y
            END
        END
    END
    RW.Core.Import Secret    token    optional=True
    RW.Core.Import Service    kubectl
    RW.Core.Import Platform Variable    RW_LOOKBACK_WINDOW
    \${GLUED}= RW.Core.Import User Variable    GLUED`),
    )
    const names = bundle.variables.map((variable) => variable.name)
    expect(names).toEqual(['BARE', 'HTTP5XX', 'MAPPINGS', 'NESTED', 'NO_ASSIGNMENT', 'RUN_BY_KEYWORD', 'WITH_PREFIX', 'lower_case'])
    expect(bundle.variables.filter((variable) => !variable.required).map((variable) => variable.name)).toEqual([
      'NO_ASSIGNMENT',
      'RUN_BY_KEYWORD',
      'WITH_PREFIX',
    ])
    expect(bundle.variables.find((variable) => variable.name === 'BARE')?.enum).toEqual(['kubectl', 'oc'])
    expect(bundle.variables.find((variable) => variable.name === 'HTTP5XX')?.description).toBe('Text with an = sign')
    expect(bundle.secrets).toEqual([expect.objectContaining({ name: 'token', optional: true })])
    expect(bundle.services).toEqual([{ name: 'kubectl' }])
    expect(bundle.platformVariables).toEqual([{ name: 'RW_LOOKBACK_WINDOW' }])
  })

  it('an import inside a task or its setup is found, and a name known only at run time is listed with a problem', async () => {
    const bundle = await bundleWith(`*** Tasks ***
Look
    [Setup]    RW.Core.Import User Variable    IN_SETUP
    RW.Core.Import User Variable    IN_TASK
    RW.Core.Import Secret    \${name}
`)
    expect(bundle.variables.map((variable) => variable.name)).toEqual(['IN_SETUP', 'IN_TASK'])
    expect(bundle.secrets.map((secret) => secret.name)).toEqual(['${name}'])
    expect(bundle.problems).toEqual([
      expect.objectContaining({ code: 'import_name_not_literal', file: 'codebundles/one/runbook.robot', line: 5 }),
    ])
  })

  it('display name, supports and access follow Robot, not spaces', async () => {
    const bundle = await bundleWith(`** Settings **
Metadata    Builder
Metadata    Display Name    Old Name
Metadata    Supports    Cloud Run, GKE    Virtual Machine    gke
Metadata    Display Name    Azure    App Service
Force Tags    access:read-only
** Tasks **
First
    [Tags]    \${SCOPE}    Artifact Registry
    Log    1
*** Tasks ***
Second
    [Tags]    access:read-write
    Log    1
`)
    expect(bundle.displayName).toBe('Azure App Service')
    expect(bundle.supports).toEqual(['Cloud Run', 'GKE', 'Virtual Machine'])
    expect(bundle.runbook?.tasks.map(({ name, access, line }) => ({ name, access, line }))).toEqual([
      { name: 'First', access: 'read-only', line: 8 },
      { name: 'Second', access: 'read-write', line: 12 },
    ])
    expect(bundle.runbook?.tasks[0]?.tags).toEqual(['${SCOPE}', 'Artifact Registry'])
  })

  it('a bundle without a display name is called by its directory', async () => {
    const bundle = await bundleWith('*** Tasks ***\nLook\n    Log    1\n')
    expect(bundle).toMatchObject({ displayName: 'one', author: null, supports: [], readme: false })
  })

  it('rule files count with any suffix, also empty ones, and an absent platform is Kubernetes', async () => {
    const folder = 'codebundles/one/.runwhen/generation-rules'
    const rule = (spec: string) =>
      `apiVersion: runwhen.com/v1\nkind: GenerationRules\nspec:\n${spec}  generationRules:\n    - resourceTypes: [pod, {custom: {kind: certs}}]\n`
    const bundle = await bundleWith('*** Tasks ***\nLook\n    Log    1\n', [
      file(`${folder}/no-suffix`, rule('')),
      file(`${folder}/cloud.yaml`, rule('  platform: gcp\n')),
      file(`${folder}/commented.yaml`, '# nothing\n'),
      file(`${folder}/broken.yaml`, 'a: [1\nb: 2\n'),
    ])
    expect(bundle.discovery).toMatchObject({ ruleFiles: 4, templates: 0, platforms: ['gcp', 'kubernetes'], resourceTypes: ['pod'] })
    expect(bundle.discovery.rules.map((one) => [one.file, one.platform])).toEqual([
      [`${folder}/cloud.yaml`, 'gcp'],
      [`${folder}/no-suffix`, null],
    ])
    expect(bundle.problems).toEqual([
      expect.objectContaining({ code: 'yaml_invalid', file: `${folder}/broken.yaml`, line: expect.any(Number) }),
    ])
  })

  it('a bundle whose tree hash is known is answered as unchanged and not read', async () => {
    const url = makeRepository([...goodBundle(), file('codebundles/two/runbook.robot', '*** Tasks ***\nLook\n    Log    1\n')])
    const treeHash = git(url, 'rev-parse', `HEAD:${bundlePath}`)
    const lines: InspectLine[] = []
    for await (const line of inspect({ url, workDir: tempDir(), venv: venv(), allowPath: true, known: { [bundlePath]: treeHash } }))
      lines.push(line)
    expect(lines.filter((line) => line.type !== 'progress').map((line) => line.type)).toEqual([
      'collection',
      'history',
      'unchanged',
      'bundle',
      'end',
    ])
    expect(lines).toContainEqual({ type: 'unchanged', path: bundlePath, treeHash, history: [expect.objectContaining({ author: 'Ada' })] })
  })

  it('files on disk that are not committed are read from a work tree, and the difference is told', async () => {
    const url = makeRepository(goodBundle())
    const clean = await inspectAll({ url, workDir: tempDir(), venv: venv(), allowPath: true })
    expect(clean.problems).toEqual([])
    writeFileSync(`${url}/${bundlePath}/extra.txt`, 'x')
    const dirty = await inspectAll({ url, workDir: tempDir(), venv: venv(), allowPath: true })
    expect(dirty.bundles[0]?.files).toBe(7)
    expect(dirty.problems).toEqual([expect.objectContaining({ code: 'uncommitted_changes' })])
    expect(dirty.collection.commit).toBe(clean.collection.commit)
  })
})
