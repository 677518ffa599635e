/** Sunday 2026-11-22 20:10 UTC. */
export const fixtureNow = Date.UTC(2026, 10, 22, 20, 10)
