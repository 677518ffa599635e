import { describe, expect, it } from 'vitest'
import { fitsPattern } from '../../../../worker/domain/rehearsal/pattern.ts'
import { isSettable, parseScenario } from '../../../../worker/domain/rehearsal/scenario.ts'
import { everythingFails, nothingThere } from '../../../../worker/domain/rehearsal/standard-scenarios.ts'

const file = '.test/rehearsal/crash.yaml'

function fault(value: unknown): string {
  const parsed = parseScenario(file, value)
  return parsed.ok ? 'no fault' : parsed.message
}

describe('a scenario', () => {
  it('needs a name and an expectation; the rest has defaults, and a command that nobody foresaw fails', () => {
    const parsed = parseScenario(file, { name: 'crash', expect: { noIssues: true } })
    expect(parsed.ok && parsed.scenario).toMatchObject({
      answers: [],
      variables: {},
      default: { exitCode: 1 },
      expect: { issues: [], metrics: [] },
    })
  })

  it('takes numbers and booleans as values of variables', () => {
    const parsed = parseScenario(file, { name: 'crash', variables: { LIMIT: 3, DEEP: true }, expect: {} })
    expect(parsed.ok && parsed.scenario.variables).toEqual({ LIMIT: '3', DEEP: 'true' })
  })

  it.each([
    [null, `${file}: the file: `],
    ['text', `${file}: the file: `],
    [{ name: 'Crash!', expect: {} }, `${file}: name: must be lower case letters, digits and hyphens`],
    [{ name: 'crash', expect: {}, answers: [{ command: 'x', exitCode: 300 }] }, `${file}: answers.0.exitCode: `],
    [{ name: 'crash', expect: { issues: [{ severity: 7, title: 'x' }] } }, `${file}: expect.issues.0.severity: `],
    [{ name: 'crash', expect: {}, answer: [] }, `${file}: the file: `],
    [{ name: 'crash', expect: {}, variables: { PATH: '/x' } }, `${file}: variables.PATH: `],
    [{ name: 'everything-fails', expect: {} }, `${file}: name: "everything-fails" is a standard scenario.`],
  ])('%j is refused with the file and the place', (value, message) => {
    expect(fault(value)).toContain(message)
  })
})

it.each(['PATH', 'LD_PRELOAD', 'PYTHONPATH', 'HOME', 'BASH_ENV', 'REHEARSAL_BIN', 'RW_MODE', 'a b', '', '1X', 'X='])(
  'never sets %j in the environment',
  (name) => {
    expect(isSettable(name)).toBe(false)
  },
)

function answered(command: string): string {
  const { answers, default: otherwise } = nothingThere
  return (answers.find((answer) => fitsPattern(answer.command, command)) ?? otherwise).stdout
}

describe('nothing-there', () => {
  it.each([
    'kubectl get pods -n web -o json',
    'kubectl get pods -ojson -n web',
    'kubectl --context=c get deploy --output=json',
    'oc get pods --output json',
    'aws sts get-caller-identity',
    'az vm list -g web',
    'az account show',
    'gcloud compute instances list --format=json',
    'gcloud compute instances list --format json --project p',
  ])('answers %s with JSON', (command) => {
    expect(() => JSON.parse(answered(command))).not.toThrow()
  })

  it('lists no items for kubectl, an empty list for az and gcloud, and what the operation has for aws', () => {
    expect(JSON.parse(answered('kubectl get pods -o json'))).toMatchObject({ kind: 'List', items: [] })
    expect(JSON.parse(answered('az vm list'))).toEqual([])
    expect(JSON.parse(answered('gcloud sql instances list --format=json'))).toEqual([])
    expect(nothingThere.answers.find(({ command }) => fitsPattern(command, 'aws lambda list-functions'))?.empty).toBe(true)
  })

  it.each([
    "kubectl get pods -o jsonpath='{.items}'",
    'kubectl get pods -o name',
    'az vm list -o tsv',
    'aws configure list',
    'gcloud projects list --format=value(name)',
    'curl -s https://service.invalid',
  ])('answers %s with nothing', (command) => {
    expect(answered(command)).toBe('')
  })
})

it('everything-fails fails whatever is asked', () => {
  expect([everythingFails.answers, everythingFails.default.exitCode]).toEqual([[], 1])
})
