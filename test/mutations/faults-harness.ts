// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { add, all, type Fault, inFirstTask, runbook, swap } from './fault.ts'

/** Faults of test fixtures and of what people read. */

const provider = 'provider "azurerm" {\n  features {}\n}\n'

export const harnessFaults: readonly Fault[] = [
  {
    group: 'harness',
    name: 'committed variable values',
    expects: ['files/no-tfvars'],
    seed: add('.test/terraform/terraform.tfvars', 'subscription_id = "your-subscription-id"\n'),
  },
  { group: 'harness', name: 'committed state', expects: ['files/no-artifacts'], seed: add('.test/terraform/terraform.tfstate', '{}\n') },
  {
    group: 'harness',
    name: 'provider twice',
    expects: ['harness/providers', 'harness/terraform', 'harness/duplicate-provider'],
    seed: all(add('.test/terraform/main.tf', provider), add('.test/terraform/provider.tf', provider)),
  },
  {
    group: 'harness',
    name: 'fixture that does not exist',
    expects: ['harness/fixtures', 'harness/missing-fixture', 'harness/paths'],
    seed: add('.test/Taskfile.yaml', 'version: "3"\ntasks:\n  build:\n    cmds:\n      - kubectl apply -f kubernetes/broken.yaml\n'),
  },
  {
    group: 'harness',
    name: 'Taskfile that is no YAML',
    expects: ['harness/taskfile'],
    seed: add('.test/Taskfile.yaml', 'version: "3"\ntasks:\n  build: [\n'),
  },
  {
    group: 'wording',
    name: 'title with a time',
    expects: ['issue/stable-title', 'issue/title', 'issue/title-stable'],
    seed: swap(runbook, /title=Could not .*/, 'title=Failed at ${timestamp} with run ${RUN_ID}'),
  },
  {
    group: 'wording',
    name: 'destructive advice',
    expects: ['issue/destructive', 'issue/next-steps', 'issue/destructive-advice'],
    seed: swap(runbook, /next_steps=.*/, 'next_steps=Delete the namespace and force remove all volumes'),
  },
  {
    group: 'wording',
    name: 'noise about files',
    expects: ['report/noise', 'report/file-noise'],
    seed: inFirstTask('    RW.Core.Add To Report    Wrote file issues.json'),
  },
  {
    group: 'wording',
    name: 'one issue for each resource',
    expects: ['issue/aggregate', 'issue/aggregated', 'issue/per-resource'],
    seed: inFirstTask(
      '    ${pods}=    Create List    a    b\n    FOR    ${pod}    IN    @{pods}\n        RW.Core.Add Issue\n        ...    severity=3\n        ...    title=Pod `${pod}` is not ready\n        ...    expected=It is ready\n        ...    actual=It is not\n        ...    details=${pod}\n        ...    next_steps=Look at the pod\n        ...    reproduce_hint=kubectl get pods\n    END',
    ),
  },
]
