import { expect, it } from 'vitest'
import { importedValues } from '../../../../worker/domain/rehearsal/stand-in-values.ts'
import type { RobotImport } from '../../../../worker/domain/robot-imports.ts'

function imported(kind: RobotImport['kind'], name: string, options: Record<string, string> = {}): RobotImport {
  return {
    kind,
    name,
    literal: true,
    line: 1,
    options: new Map(Object.entries(options)),
    leftovers: [],
    assign: [],
    optionalKeyword: false,
  }
}

function valueFor(found: RobotImport): string | undefined {
  return importedValues([found], { variables: {}, secrets: {} })[found.name]
}

it.each([
  ['the first value of its enum', imported('variable', 'MODE', { enum: '[fast,slow]', example: 'slow' }), 'fast'],
  ['its example when that is one word', imported('variable', 'NAMESPACE', { example: 'shop' }), 'shop'],
  ['no example that is a sentence', imported('variable', 'NAMESPACE', { example: 'the name of yours' }), 'rehearsal'],
  ['a number for a threshold', imported('variable', 'RESTART_THRESHOLD'), '1'],
  ['a number where the pattern asks for one', imported('variable', 'DEPTH', { pattern: '^\\d+$' }), '1'],
  ['a region', imported('variable', 'AWS_REGION'), 'us-east-1'],
  ['an id', imported('variable', 'AZURE_SUBSCRIPTION_ID'), '00000000-0000-0000-0000-000000000000'],
  ['an address', imported('variable', 'PROMETHEUS_URL'), 'https://service.invalid'],
  ['seconds for the lookback window of the platform', imported('platform', 'RW_LOOKBACK_WINDOW'), '3600'],
  ['a time with its unit for a lookback window of its own', imported('variable', 'RW_LOOKBACK_WINDOW'), '10m'],
  ['a value in place of a default that is only quotes', imported('variable', 'ORG', { default: '""', example: 'acme' }), 'acme'],
  ['nothing beside its own default', imported('variable', 'LIMIT', { default: '5' }), undefined],
  ['nothing for a service', imported('service', 'kubectl'), undefined],
  ['nothing under a name that steers programs', imported('variable', 'LD_PRELOAD', { example: 'x.so' }), undefined],
])('a variable gets %s', (_what, found, value) => {
  expect(valueFor(found)).toBe(value)
})

it('a secret gets a file that is well formed', () => {
  expect(valueFor(imported('secret', 'kubeconfig'))).toContain('current-context: rehearsal')
  expect(JSON.parse(valueFor(imported('secret', 'gcp_credentials_json')) ?? '')).toMatchObject({ type: 'service_account' })
  expect(JSON.parse(valueFor(imported('secret', 'azure_credentials')) ?? '')).toHaveProperty('clientSecret')
  expect(valueFor(imported('secret', 'slack_token'))).toBe('rehearsal')
})

it('the scenario has the last word, also on what is not imported', () => {
  const imports = [imported('variable', 'NAMESPACE', { example: 'shop', default: 'x' }), imported('secret', 'token')]
  const given = { variables: { NAMESPACE: 'web', MORE: '1' }, secrets: { token: 'fake' } }
  expect(importedValues(imports, given)).toEqual({ NAMESPACE: 'web', MORE: '1', token: 'fake' })
})
