/**
 * Makes a function that runs `load` at most once at a time: calls during a run lead to exactly one more run after it,
 * so the last answer is never older than the last call.
 */
export function createRefresher(load: () => Promise<void>): () => void {
  let running = false
  let again = false
  const run = async () => {
    running = true
    do {
      again = false
      await load()
    } while (again)
    running = false
  }
  return () => {
    if (running) again = true
    else void run()
  }
}
