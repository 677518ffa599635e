import { Icon } from './icon.tsx'

/** Words that people search by; each is a plain search. */
const platforms: [label: string, query: string][] = [
  ['Kubernetes', 'kubernetes'],
  ['AWS', 'aws'],
  ['Azure', 'azure'],
  ['Google Cloud', 'gcp'],
  ['HTTP and other', 'http'],
]

export function PlatformLinks() {
  return (
    <nav aria-labelledby="platforms-title">
      <h2 id="platforms-title" class="section-title mb-2">
        Platforms
      </h2>
      <ul class="rows">
        {platforms.map(([label, query]) => (
          <li key={query}>
            <a class="hover:text-primary group flex items-center justify-between py-2.5 text-sm font-medium" href={`/search?q=${query}`}>
              {label}
              <Icon name="arrow" class="text-muted group-hover:text-primary" />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
