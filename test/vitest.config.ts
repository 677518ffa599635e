import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

/** Layers, cheapest first: pure core, the Worker inside workerd, the runner and the forge in Node, the whole stack, the browser. */
export default defineConfig({
  test: {
    // Much of the time is spent waiting for Robot, git and bash: one file less than there are processors leaves half of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // Pure functions leave nothing behind, so that their files share a process: that halves their time.
      { test: { name: 'unit', root: '.', isolate: false, include: ['test/unit/**/*.test.ts', 'test/unit/**/*.test.tsx'] } },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            remoteBindings: false,
            miniflare: {
              bindings: {
                MAIN_MIGRATIONS: await readD1Migrations('migrations/main'),
                SEARCH_MIGRATIONS: await readD1Migrations('migrations/search'),
                GITHUB_WEBHOOK_SECRET: 'test-webhook-secret',
                GITHUB_CLIENT_ID: 'test-client',
                GITHUB_CLIENT_SECRET: 'test-client-secret',
                GITHUB_APP_ID: '1',
                GITHUB_APP_PRIVATE_KEY: '',
                SESSION_SECRET: 'test-session-secret',
                RUNNER_TOKEN: 'test-runner-token',
                KEY_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
                PUBLIC_URL: 'http://registry.test',
                GITHUB_URL: 'http://forge.test',
                GITHUB_API_URL: 'http://forge.test/api/v3',
                SANDBOX_MODE: 'local',
                ALLOW_LOCAL_SANDBOX: 'true',
                RUNNER_URL: 'http://runner.test',
                ROLE_GRANTS: 'ada:admin,rex:reviewer',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          root: '.',
          include: ['test/worker/**/*.test.ts'],
          setupFiles: ['test/worker/setup.ts'],
          globalSetup: ['test/worker/forge-setup.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: './test/model/worker.ts',
            remoteBindings: false,
            miniflare: {
              compatibilityDate: '2026-11-01',
              compatibilityFlags: ['nodejs_compat'],
              durableObjects: { ISSUE: { className: 'ModelIssueObject', useSQLite: true } },
            },
          }),
        ],
        test: { name: 'model', root: '.', include: ['test/model/**/*.test.ts'] },
      },
      { test: { name: 'container', root: '.', include: ['test/container/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'forge', root: '.', include: ['test/forge/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'harness',
          root: '.',
          include: ['test/harness/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // Whole stacks after everything else and one after another: side by side they would measure each other.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'web',
          root: '.',
          include: ['test/web/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
