import { onReader } from '../reader/frame.ts'
import { CLEAN_ROOM_MS } from './limits.ts'

let room: Promise<Window> | undefined

/**
 * The window of a hidden `/reader.html`, made once. Foreign HTML is parsed there, under that page's policy (no scripts,
 * no fetches, inline styles allowed), never in the page's own document.
 */
export function cleanRoom(): Promise<Window> {
  room ??= open().catch((error: unknown) => {
    room = undefined
    throw error
  })
  return room
}

function open(): Promise<Window> {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.tabIndex = -1
  frame.ariaHidden = 'true'
  frame.sandbox.add('allow-same-origin')
  frame.src = 'reader.html'
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      frame.remove()
      reject(new Error('the frame for quoted mail did not load'))
    }, CLEAN_ROOM_MS)
    const onLoad = onReader(({ defaultView }) => {
      clearTimeout(timer)
      if (defaultView) resolve(defaultView)
    })
    frame.addEventListener('load', onLoad)
    document.body.append(frame)
  })
}
