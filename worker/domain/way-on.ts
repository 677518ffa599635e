/** What people can do where GitHub keeps the App out, by the code of the failure. */
const ways: Record<string, string> = {
  app_not_installed: 'Install the App on the repository again, then choose Retry.',
  app_suspended: "Unsuspend the App in GitHub's settings, then choose Retry.",
  repository_archived: 'Unarchive the repository, then choose Retry.',
}

/** The next action after a failure of this code; `usual` where it has none of its own. */
export function wayOn(code: string, usual: string): string {
  return Object.hasOwn(ways, code) ? (ways[code] ?? usual) : usual
}
