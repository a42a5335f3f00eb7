/** Numbers of RFC 3492, section 5. */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const FIRST_BIAS = 72
const FIRST_CODE = 128

/** A domain as people read it: `xn--mller-kva.de` is `müller.de`. A label that is none stays as it is. */
export function unicodeDomain(domain: string): string {
  return domain
    .split('.')
    .map((label) => (/^xn--/i.test(label) ? decodeLabel(label.slice(4)) || label : label))
    .join('.')
}

/** RFC 3492, section 6.2. */
function decodeLabel(label: string): string | undefined {
  const delimiter = label.lastIndexOf('-')
  const output = [...label.slice(0, Math.max(delimiter, 0))].map((one) => one.codePointAt(0) ?? 0)
  let code = FIRST_CODE
  let bias = FIRST_BIAS
  let at = 0
  for (let read = delimiter + 1; read < label.length;) {
    const before = at
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = parseInt(label.charAt(read++), BASE)
      if (Number.isNaN(digit)) return undefined
      // Letters come first here, digits behind them; in `parseInt` it is the other way round.
      at += (digit < 10 ? digit + 26 : digit - 10) * weight
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if ((digit < 10 ? digit + 26 : digit - 10) < threshold) break
      weight *= BASE - threshold
      if (weight > 0x7fffffff) return undefined
    }
    const length = output.length + 1
    bias = adapt(at - before, length, before === 0)
    code += Math.floor(at / length)
    at %= length
    if (code > 0x10ffff) return undefined
    output.splice(at++, 0, code)
  }
  return String.fromCodePoint(...output)
}

function adapt(delta: number, length: number, first: boolean): number {
  let left = first ? Math.floor(delta / DAMP) : delta >> 1
  left += Math.floor(left / length)
  let k = 0
  for (; left > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) left = Math.floor(left / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW))
}
