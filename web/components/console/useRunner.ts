import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import type { WireError } from '../../../shared/protocol/errors.ts'
import type { CommandName } from '../../../shared/protocol/registry.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { MAX_KEPT_ITEMS, MAX_STREAM_TEXT_BYTES } from '../../console/limits.ts'
import { toPonteError } from '../../stores/kit/failure.ts'
import type { Session } from '../../stores/session/index.ts'

/** What became of the command that was run by hand. */
export type Outcome = { ms: number; items: unknown[]; itemCount: number; streams: RunStream[] } & (
  { kind: 'result'; result: unknown } | { kind: 'error'; error: WireError }
)
export interface RunStream {
  stream: number
  bytes: number
  /** The beginning of it. */
  text: string
}

type AnyCall = (
  name: CommandName,
  args: object,
  options: Parameters<BridgeClient['call']>[2],
) => Promise<unknown>

/** Commands that change which mailbox is watched: the page's own is watched again when the console closes. */
const WATCHING: readonly CommandName[] = ['select', 'examine', 'close', 'unselect', 'logout']

/** Runs one command at a time, as written in the form. */
export function useRunner(session: Session) {
  const abort = shallowRef<AbortController>()
  const outcome = shallowRef<Outcome>()
  /** Arguments that the protocol does not take, by their names from the outside. */
  const invalid = ref<ReadonlySet<string>>(new Set())
  let hasWandered = false

  /** Secrets are put in as late as can be, and are in nothing that is kept. */
  async function withSecrets(command: CommandName, args: Record<string, unknown>): Promise<object> {
    if (command !== 'authenticate' && command !== 'login' && command !== 'submit') return args
    const credentials = await session.submitCredentials()
    if (command === 'submit') return { ...args, credentials }
    // Of the other kind there is none: the bridge says so.
    if (command === 'login')
      return credentials.kind === 'password' ? { ...args, password: credentials.password } : args
    return credentials.kind === 'accessToken' ? { ...args, accessToken: credentials.accessToken } : args
  }

  async function run(command: CommandName, written: Record<string, unknown>, message: string): Promise<void> {
    const upload = new Blob([message.replace(/\r?\n/g, '\r\n')])
    const isUpload = (written['message'] as { kind?: string } | undefined)?.kind === 'upload'
    const args = isUpload ? { ...written, message: { kind: 'upload', size: upload.size } } : written
    invalid.value = new Set()
    outcome.value = undefined
    const controller = new AbortController()
    abort.value = controller
    hasWandered ||= WATCHING.includes(command)
    const items: unknown[] = []
    let itemCount = 0
    const streams = new Map<number, { bytes: number; text: string }>()
    const decoder = new TextDecoder('windows-1252')
    const begun = performance.now()
    const facts = () => ({
      ms: performance.now() - begun,
      items,
      itemCount,
      streams: [...streams].map(([stream, told]) => ({ stream, ...told })),
    })
    try {
      const result = await (session.client.call as AnyCall)(command, await withSecrets(command, args), {
        signal: controller.signal,
        onItem: (item: unknown) => {
          itemCount += 1
          if (items.length < MAX_KEPT_ITEMS) items.push(item)
        },
        onBytes: (stream, bytes) => {
          const told = streams.get(stream) ?? { bytes: 0, text: '' }
          told.bytes += bytes.length
          if (told.text.length < MAX_STREAM_TEXT_BYTES) told.text += decoder.decode(bytes)
          streams.set(stream, told)
        },
        ...(isUpload && { uploads: new Map([[0, upload]]) }),
      })
      outcome.value = { kind: 'result', result, ...facts() }
    } catch (caught) {
      const error = toPonteError(caught)
      if (error.code === 'invalidArguments') invalid.value = namesIn(error.message)
      if (invalid.value.size === 0) outcome.value = { kind: 'error', error: error.toWire(), ...facts() }
    } finally {
      if (abort.value === controller) abort.value = undefined
    }
  }

  onBeforeUnmount(() => abort.value?.abort())

  return {
    run,
    cancel: () => abort.value?.abort(),
    isRunning: computed(() => abort.value !== undefined),
    outcome,
    invalid,
    /** Whether another mailbox may be watched than the page shows. */
    hasWandered: () => hasWandered,
  }
}

/** The bridge checks the arguments, and names each that is wrong at the beginning of its words. */
function namesIn(message: string): Set<string> {
  const names = [...message.matchAll(/(?:^|; )([\w.]+):/g)].map(([, name = '']) => name)
  return new Set(names)
}
