import type { Platform } from '../../worker/domain/platform.ts'
import { platformNames } from '../../worker/domain/platform.ts'

/** Each platform with its number of CodeBundles; a link is a search with that filter. */
export function PlatformLinks({ platforms }: { platforms: { platform: Platform; bundles: number }[] }) {
  return (
    <nav aria-labelledby="platforms-title">
      <h2 id="platforms-title" class="section-title mb-2">
        Platforms
      </h2>
      <ul class="rows">
        {platforms.map(({ platform, bundles }) => (
          <li key={platform}>
            <a class="group flex items-baseline justify-between py-2.5 text-sm" href={`/search?platform=${platform}`}>
              <span class="row-title font-medium group-hover:underline">{platformNames[platform]}</span>
              <span class="text-muted">
                {bundles}
                <span class="sr-only"> CodeBundles</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
