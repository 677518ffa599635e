import { lexer, type Token, type Tokens } from 'marked'
import type { ComponentChildren, VNode } from 'preact'
import { ScrollRegion } from '../components/scroll-region.tsx'
import { decodeEntities } from './entities.ts'

/**
 * Untrusted Markdown to elements. No HTML string is ever made: a token becomes one of the elements below or text, so
 * HTML in the source is shown as nothing, scripts and handlers cannot exist, and every address passes `resolveHref`.
 */

/** Longest text read; the runner cuts at the same length, and a longer one is not worth a page. */
const maxChars = 256 * 1024

interface Context {
  /** Where relative links lead: the bundle's directory on its host, ending in `/`; null drops them. */
  base: string | null
  /** Tables so far: each scrolls by itself and needs a name of its own. */
  tables: number
}

/** A line that opens this many quotes and lists at once: the parser recurses into each, and a text made of them overflows the stack. */
const tooDeep = /^[ \t]*(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+){24}/m

/** Elements for a Markdown text. Headings begin at `h3`; images are replaced by their alternative text; a text nested past all use is shown as it is written. */
export function Markdown({ text, base }: { text: string; base: string | null }): VNode {
  const shown = text.slice(0, maxChars)
  if (tooDeep.test(shown)) return <Plain text={shown} />
  return <div class="prose-md">{blocks(lexer(shown), { base, tables: 0 })}</div>
}

function Plain({ text }: { text: string }): VNode {
  return (
    <ScrollRegion class="code-block max-h-[36rem] px-4" label="Text">
      <pre>{text}</pre>
    </ScrollRegion>
  )
}

function blocks(tokens: Token[], context: Context): ComponentChildren {
  return tokens.map((token) => block(token, context))
}

function block(token: Token, context: Context): ComponentChildren {
  switch (token.type) {
    case 'heading':
      return heading((token as Tokens.Heading).depth, inline(token, context))
    case 'paragraph':
      return <p>{inline(token, context)}</p>
    case 'text':
      return inline(token, context)
    case 'code':
      return (
        <ScrollRegion class="code-block px-4" label="Code">
          <pre>{(token as Tokens.Code).text}</pre>
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

function heading(depth: number, children: ComponentChildren): VNode {
  if (depth <= 2) return <h3>{children}</h3>
  if (depth === 3) return <h4>{children}</h4>
  return <h5>{children}</h5>
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
      return <em>{decodeEntities((token as Tokens.Image).text)}</em>
    case 'text':
    case 'escape':
      return inline(token, context)
    default:
      return null
  }
}

function link(token: Tokens.Link, context: Context): ComponentChildren {
  const href = resolveHref(token.href, context.base)
  const children = inline(token, context)
  if (href === null) return children
  return (
    <a href={href} rel="nofollow ugc noopener">
      {children}
    </a>
  )
}

/** An http, https or mailto address for `href`, relative ones against `base`; null for everything else. */
export function resolveHref(href: string, base: string | null): string | null {
  const decoded = decodeEntities(href)
  if (decoded.startsWith('#') || decoded.startsWith('//')) return null
  const url = base === null ? URL.parse(decoded) : URL.parse(decoded, base)
  return url !== null && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}
