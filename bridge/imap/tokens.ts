import type { ParsedResponse, Token, TokenTree } from './library.ts'

/** Reading imapflow's parse trees without trusting their shape. */

export function isList(node: TokenTree | undefined): node is TokenTree[] {
  return Array.isArray(node)
}

function isToken(node: TokenTree | undefined): node is Token {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

/** The text of an atom, string or literal; `undefined` for NIL, lists and nothing. Literals are read as UTF-8. */
export function textOf(node: TokenTree | undefined): string | undefined {
  if (typeof node === 'string') return node
  if (!isToken(node) || node.value === null || node.value === undefined) return undefined
  return typeof node.value === 'string' ? node.value : node.value.toString()
}

/** The bytes of a string, which imapflow has read as UTF-8, or of a literal; `undefined` for NIL. */
export function bytesOf(node: TokenTree | undefined): Buffer | undefined {
  if (typeof node === 'string') return Buffer.from(node)
  if (!isToken(node) || node.value === null || node.value === undefined) return undefined
  return typeof node.value === 'string' ? Buffer.from(node.value) : node.value
}

/** The texts of a parenthesised list; NILs and nested lists are left out. */
export function textsOf(node: TokenTree | undefined): string[] {
  if (!isList(node)) return []
  return node.map(textOf).filter((value) => value !== undefined)
}

/** A non-negative integer that JavaScript can hold, or `undefined`. */
export function numberOf(node: TokenTree | undefined): number | undefined {
  const value = textOf(node)
  if (value === undefined || !/^\d{1,15}$/.test(value)) return undefined
  return Number(value)
}

/** A decimal number of any size as text, or `undefined`: UIDVALIDITY, MODSEQ. */
export function decimalOf(node: TokenTree | undefined): string | undefined {
  const value = textOf(node)
  return value !== undefined && /^\d{1,20}$/.test(value) ? value : undefined
}

export function sectionOf(node: TokenTree | undefined): TokenTree[] | undefined {
  return isToken(node) ? node.section : undefined
}

/** A response code, `[NAME arg …]`, of a status response; the name in upper case. RFC 3501 section 7.1. */
interface ResponseCode {
  name: string
  arguments: TokenTree[]
}

export function responseCode(response: ParsedResponse): ResponseCode | undefined {
  const first = response.attributes?.[0]
  if (!isToken(first) || first.value) return undefined
  const name = textOf(first.section?.[0])
  return name === undefined
    ? undefined
    : { name: name.toUpperCase(), arguments: first.section?.slice(1) ?? [] }
}

/** The human text of a status response. */
function responseText(response: ParsedResponse): string {
  return (response.attributes ?? [])
    .map((node) => (isToken(node) && node.type === 'TEXT' ? textOf(node) : undefined))
    .filter((text) => text !== undefined)
    .join(' ')
    .trim()
}

/** A status response as the server wrote it, without its tag: `NO [TRYCREATE] No such mailbox`. */
export function serverWords(response: ParsedResponse): string {
  const code = responseCode(response)
  const text = responseText(response)
  const bracket = code && `[${[code.name, ...code.arguments.map(plain)].join(' ')}]`
  return [response.command, bracket, text].filter(Boolean).join(' ')
}

function plain(node: TokenTree): string {
  if (isList(node)) return `(${node.map(plain).join(' ')})`
  return textOf(node) ?? 'NIL'
}
