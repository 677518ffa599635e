import type { Report } from '../../../worker/domain/report.ts'

/** A rehearsal with a scenario that was met, one that was not, and one that could not run. */
export const rehearsal: NonNullable<Report['rehearsal']> = {
  scenarios: [
    {
      name: 'everything-fails',
      source: null,
      ran: true,
      skipped: null,
      met: 2,
      expectations: 2,
      files: [
        {
          role: 'runbook',
          outcome: 'ran',
          why: null,
          issues: ['2: The claims of namespace `online-shop` cannot be read'],
          verdict: { looks: 'not healthy', because: 'An issue was raised.' },
        },
        { role: 'sli', outcome: 'ran', why: null, issues: [], verdict: { looks: 'not healthy', because: 'The final metric is 0.' } },
      ],
    },
    {
      name: 'nothing-there',
      source: null,
      ran: true,
      skipped: null,
      met: 1,
      expectations: 2,
      files: [
        {
          role: 'runbook',
          outcome: 'ran',
          why: null,
          issues: [],
          verdict: { looks: 'healthy', because: 'Every task passed and none raised an issue.' },
        },
        { role: 'sli', outcome: 'stopped', why: 'It did not end within 60 s and was stopped.', issues: [], verdict: null },
      ],
    },
    {
      name: 'nearly-full',
      source: '.test/rehearsal/nearly-full.yaml',
      ran: false,
      skipped: 'The file cannot be read.',
      met: 0,
      expectations: 0,
      files: [],
    },
  ],
  access: { readOnly: 'held', because: 'All 6 commands that were run read only.', against: [], unknown: [] },
  permissions: {
    kubernetes: [{ apiGroups: [''], resources: ['persistentvolumeclaims', 'pods'], verbs: ['get', 'list'] }],
    aws: [],
    azure: [],
    azureRoles: [],
    gcp: [],
    gcpRoles: [],
    unknown: ['API group of gadgets'],
  },
  network: 'none',
  files: 'read-only',
}
