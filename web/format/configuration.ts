import type { Variable } from '../../worker/domain/catalogue.ts'
import type { BundleView } from '../../worker/domain/views.ts'

/** A YAML scalar that no reader takes for anything but text; control characters are escaped as in JSON. */
function scalar(value: string): string {
  return JSON.stringify(value)
}

function startingValue(variable: Variable): string {
  return variable.default || variable.example || variable.enum?.[0] || ''
}

/** Each line of `lines` as a comment, cut so that it fits beside the value. */
function comment(text: string | null): string {
  return text === null || text === '' ? '' : `  # ${text.replace(/\s+/g, ' ').slice(0, 80)}`
}

/** A runbook (or, without one, an SLI) resource that runs this bundle with its defaults; required values that nobody can guess are left empty. */
export function configurationYaml(view: BundleView): string {
  const { bundle, collection } = view
  const robot = bundle.runbook === null ? 'sli.robot' : 'runbook.robot'
  const lines = [
    'apiVersion: runwhen.com/v1',
    `kind: ${bundle.runbook === null ? 'ServiceLevelIndicator' : 'Runbook'}`,
    'metadata:',
    `  name: ${scalar(bundle.slug)}`,
    'spec:',
    '  codeBundle:',
    `    repoUrl: ${scalar(collection.url)}`,
    `    ref: ${scalar(collection.defaultBranch)}`,
    `    pathToRobot: ${scalar(`${bundle.path}/${robot}`)}`,
  ]
  if (bundle.variables.length > 0) {
    lines.push('  configProvided:')
    for (const variable of bundle.variables) {
      lines.push(
        `    - name: ${scalar(variable.name)}`,
        `      value: ${scalar(startingValue(variable))}${variable.required ? comment('required') : ''}`,
      )
    }
  }
  if (bundle.secrets.length > 0) {
    lines.push('  secretsProvided:')
    for (const secret of bundle.secrets) {
      lines.push(
        `    - name: ${scalar(secret.name)}`,
        `      workspaceKey: ${scalar(secret.name)}${secret.optional ? comment('optional') : ''}`,
      )
    }
  }
  return `${lines.join('\n')}\n`
}
