/**
 * Runs scripts of package.json side by side, as many as there are processors, and fails when one fails:
 * `check.mjs NAME… [--then NAME… -- COMMAND…]`. The command waits for those before `--then`, and those behind it
 * run beside it: linting takes one processor for longer than types and build take the other.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'

/** One script; what it writes is shown when it has ended, so that two do not mix. */
function run(name) {
  const started = performance.now()
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(0)
      process.stdout.write(Buffer.concat(output))
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
      resolve(code === 0)
    })
  })
}

/** @returns whether all of them passed; those that follow a failure run all the same. */
export async function check(names) {
  const waiting = [...names]
  let passed = true
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!(await run(name))) passed = false
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return passed
}

/** The command in the place of this script: what it writes is written at once. @returns whether it passed */
function command([program, ...args]) {
  const child = spawn(program, args, { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = process.argv.slice(2)
  const then = words.includes('--then') ? words.indexOf('--then') : words.length
  const end = words.includes('--') ? words.indexOf('--') : words.length
  const beside = words.slice(then + 1, end).map(run)
  const passed = await check(words.slice(0, then))
  const rest = passed && end < words.length ? [command(words.slice(end + 1))] : []
  const all = await Promise.all([...beside, ...rest])
  process.exitCode = passed && all.every(Boolean) ? 0 : 1
}
