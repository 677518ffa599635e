import type { Token, Tokens } from 'marked'
import type { ComponentChildren, VNode } from 'preact'
import { ScrollRegion } from '../components/scroll-region.tsx'
import { Tokens as PaintedTokens } from '../components/source-lines.tsx'
import { paint } from '../highlight/paint.ts'
import { type Places, resolveHref, resolvePicture } from './addresses.ts'
import { decodeEntities } from './entities.ts'
import type { Heading, ParsedMarkdown } from './outline.ts'

/**
 * Untrusted Markdown to elements. No HTML string is ever made: a token becomes one of the elements below or text, so
 * HTML in the source is shown as nothing, scripts and handlers cannot exist, and every address passes `resolveHref`.
 */

interface Context extends Places {
  /** Tables so far: each scrolls by itself and needs a name of its own. */
  tables: number
  /** Those of the text, and how many of them have been written. */
  headings: Heading[]
  written: number
}

/** Elements for a parsed text. Headings begin at `h3`; pictures from elsewhere are replaced by their words; a text nested past all use is shown as it is written. */
export function Markdown({ parsed, places }: { parsed: ParsedMarkdown; places: Places }): VNode {
  if (parsed.tokens === null) return <Plain text={parsed.text} />
  return <div class="prose-md">{blocks(parsed.tokens, { ...places, tables: 0, headings: parsed.headings, written: 0 }, true)}</div>
}

function Plain({ text }: { text: string }): VNode {
  return (
    <ScrollRegion class="code-block max-h-[36rem] px-4" label="Text">
      <pre>{text}</pre>
    </ScrollRegion>
  )
}

function blocks(tokens: Token[], context: Context, isTop = false): ComponentChildren {
  return tokens.map((token) => block(token, context, isTop))
}

function block(token: Token, context: Context, isTop: boolean): ComponentChildren {
  switch (token.type) {
    case 'heading':
      return heading((token as Tokens.Heading).depth, inline(token, context), isTop ? context : null)
    case 'paragraph':
      return <p>{inline(token, context)}</p>
    case 'text':
      return inline(token, context)
    case 'code':
      return (
        <ScrollRegion class="code-block px-4" label="Code">
          <pre>{code(token as Tokens.Code)}</pre>
        </ScrollRegion>
      )
    case 'blockquote':
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens, context)}</blockquote>
    case 'list':
      return list(token as Tokens.List, context)
    case 'table':
      return table(token as Tokens.Table, context)
    case 'hr':
      return <hr />
    default:
      return null
  }
}

function code({ text, lang = '' }: Tokens.Code): ComponentChildren {
  return paint(text, lang.split(/\W/)[0] ?? '').map((tokens, index) => (
    <>
      {index > 0 && '\n'}
      <PaintedTokens tokens={tokens} />
    </>
  ))
}

/** Only headings at the top of the text are in its outline and have an anchor; `context` is null for the others. */
function heading(depth: number, children: ComponentChildren, context: Context | null): VNode {
  const id = context === null ? undefined : context.headings[context.written++]?.id
  const anchor = id === undefined ? {} : { id }
  if (depth <= 2) return <h3 {...anchor}>{children}</h3>
  if (depth === 3) return <h4 {...anchor}>{children}</h4>
  return <h5 {...anchor}>{children}</h5>
}

function list(token: Tokens.List, context: Context): VNode {
  const items = token.items.map((item) => (
    <li>
      {item.task && (item.checked ? '☑ ' : '☐ ')}
      {blocks(
        item.tokens.filter((part) => part.type !== 'checkbox'),
        context,
      )}
    </li>
  ))
  return token.ordered ? <ol {...(typeof token.start === 'number' ? { start: token.start } : {})}>{items}</ol> : <ul>{items}</ul>
}

function table(token: Tokens.Table, context: Context): VNode {
  context.tables += 1
  return (
    <ScrollRegion class="table-scroll" label={`Table ${context.tables}`}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell) => (
              <th scope="col">{inline(cell, context)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{inline(cell, context)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function inline(token: Token | Tokens.TableCell, context: Context): ComponentChildren {
  const children = 'tokens' in token ? token.tokens : undefined
  if (children === undefined) return 'text' in token ? decodeEntities(token.text) : null
  return children.map((child) => span(child, context))
}

function span(token: Token, context: Context): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token, context)}</strong>
    case 'em':
      return <em>{inline(token, context)}</em>
    case 'del':
      return <del>{inline(token, context)}</del>
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>
    case 'br':
      return <br />
    case 'link':
      return link(token as Tokens.Link, context)
    case 'image':
      return picture(token as Tokens.Image, context)
    case 'text':
    case 'escape':
      return inline(token, context)
    default:
      return null
  }
}

/** A picture of the repository itself, or the words of any other. */
function picture(token: Tokens.Image, context: Context): VNode {
  const words = decodeEntities(token.text)
  const src = resolvePicture(token.href, context.pictures)
  return src === null ? <em>{words}</em> : <img src={src} alt={words} loading="lazy" decoding="async" referrerpolicy="no-referrer" />
}

function link(token: Tokens.Link, context: Context): ComponentChildren {
  const children = inline(token, context)
  const target = decodeEntities(token.href)
  const anchor = target.startsWith('#') ? `readme-${target.slice(1).toLowerCase()}` : null
  if (anchor !== null) return context.headings.some(({ id }) => id === anchor) ? <a href={`#${anchor}`}>{children}</a> : children
  const href = resolveHref(token.href, context.links)
  if (href === null) return children
  return (
    <a href={href} rel="nofollow ugc noopener">
      {children}
    </a>
  )
}
