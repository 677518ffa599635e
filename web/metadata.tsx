import { inertJson } from './components/island.tsx'

/** What a page says of itself to search engines, to cards in messages, and to programs. Addresses are absolute. */
export interface Metadata {
  canonical: string
  /** Picture for cards; null where the page has none. */
  image: string | null
  /** Other forms of the page: its Markdown twin, feeds, its oEmbed card. */
  alternates: { type: string; href: string; title?: string }[]
  /** schema.org, one object; null where it would say nothing. */
  data: Record<string, unknown> | null
  /** False for pages that are different for each question, which nobody should find by a search engine. */
  index: boolean
}

interface Props {
  metadata: Metadata
  title: string
  description: string
  nonce: string
}

export function MetadataTags({ metadata, title, description, nonce }: Props) {
  const { canonical, image, alternates, data, index } = metadata
  return (
    <>
      <link rel="canonical" href={canonical} />
      {!index && <meta name="robots" content="noindex, follow" />}
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="CodeCollection Registry" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={canonical} />
      {image && <meta property="og:image" content={image} />}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
      {alternates.map(({ type, href, title: name }) => (
        <link key={`${type} ${href}`} rel="alternate" type={type} href={href} {...(name === undefined ? {} : { title: name })} />
      ))}
      {data && <script type="application/ld+json" nonce={nonce} dangerouslySetInnerHTML={{ __html: inertJson(data) }} />}
    </>
  )
}
